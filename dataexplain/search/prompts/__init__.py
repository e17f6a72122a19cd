"""The search for one sentence that says how outputs follow from inputs.

Read in the order of the work: `candidate`, `answering_form` (how a sentence and an input are put
to a model), `output_scores` (what the model gives the known outputs), `proposing`, `mutating`,
`pool`, `paired_race`, `searching`.
"""
