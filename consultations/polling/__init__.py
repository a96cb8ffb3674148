"""Short statements that people agree or disagree with: stated by the team, voted on by all."""
