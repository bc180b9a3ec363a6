"""The page that finds any receipt, shows its paper, prints it again and checks the text of its QR."""
