"""The rules of the counter in plain Python: money, catalogue, checklist, visit, ledger, totals."""
