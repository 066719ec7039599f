"""What other systems made, taken over as far as this player can: quizzes, and courses that hold them."""
