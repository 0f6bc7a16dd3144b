"""The only place where the parts meet: store, services, jobs, window or command."""
