"""A plan is handed to another installation, and taken over from one."""
