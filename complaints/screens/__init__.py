"""What the words on a screenshot mean: what kind of page it is, and the order, sum, time and payee that it shows."""
