"""What screens and commands read: lists, figures, cards, previews."""
