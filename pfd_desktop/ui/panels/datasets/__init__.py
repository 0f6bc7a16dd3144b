"""The Datasets panel."""
