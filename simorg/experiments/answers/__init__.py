"""What rows say: tables of answers, and the words and prints that are made from them."""
