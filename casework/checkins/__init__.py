"""What is submitted from day to day, what is attached to it, how it is asked for, and what follows when it is missed."""
