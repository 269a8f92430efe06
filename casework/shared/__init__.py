"""What every subject uses. It knows none of them."""
