"""What two people write down along the way and after their last meeting: the cards of the pair's page."""
