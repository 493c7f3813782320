"""The domain, pure: complaints, clocks, routes, checklists and the knowledge they rest on."""
