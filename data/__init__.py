"""What comes with the app: the sample company and how it is made."""
