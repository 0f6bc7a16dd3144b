"""The import doctor: what is wrong with a measurement before anybody draws a conclusion from it."""
