"""What is kept between runs: replies and calls, in files that many processes share."""
