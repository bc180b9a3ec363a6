"""The page of customers' accounts: who owes how much for how long, statements, payments and deposits."""
