-- What a study knows of itself: plan, environment, tiers, as text or JSON.
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- Every planned strategy, in the order of the plan. Its description is JSON of its parts, cuts, skips and accounts.
CREATE TABLE IF NOT EXISTS strategy (
  position INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL,
  outcome TEXT NOT NULL DEFAULT 'unfinished' CHECK (outcome IN ('unfinished', 'completed', 'failed')),
  failed_on TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT ''
) STRICT;

-- Every trial, written as it ends. The key makes a resumed study skip what is there.
CREATE TABLE IF NOT EXISTS observation (
  strategy TEXT NOT NULL,
  purpose TEXT NOT NULL,
  round INTEGER NOT NULL,
  position INTEGER NOT NULL,
  sample TEXT NOT NULL,
  prepare_ns INTEGER NOT NULL,
  encode_ns INTEGER NOT NULL,
  wire_ns INTEGER NOT NULL,
  queue_ns INTEGER NOT NULL,
  run_ns INTEGER NOT NULL,
  decode_ns INTEGER NOT NULL,
  answer_ns INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  cpu_ns INTEGER NOT NULL,
  throttled_ns INTEGER NOT NULL,
  prediction TEXT NOT NULL,
  parts_run INTEGER NOT NULL,
  PRIMARY KEY (strategy, purpose, round, position)
) STRICT;

CREATE TABLE IF NOT EXISTS opening (
  strategy TEXT NOT NULL,
  round INTEGER NOT NULL,
  tier TEXT NOT NULL,
  load_ns INTEGER NOT NULL,
  first_run_ns INTEGER NOT NULL
) STRICT;

-- Why a strategy is not measured on from a round, or is again: planning is told from the trials alone, this justifies it to the reader.
CREATE TABLE IF NOT EXISTS stop (
  strategy TEXT NOT NULL,
  round INTEGER NOT NULL,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (strategy, round)
) STRICT;

-- A block during which the machine did something else, too. Where it was run again, its first trials have the purpose DISTURBED.
CREATE TABLE IF NOT EXISTS disturbance (
  strategy TEXT NOT NULL,
  purpose TEXT NOT NULL,
  round INTEGER NOT NULL,
  ran_again INTEGER NOT NULL CHECK (ran_again IN (0, 1)),
  kinds TEXT NOT NULL,
  words TEXT NOT NULL
) STRICT;

-- Peak memory of a part in a fresh process, by the model file it runs.
CREATE TABLE IF NOT EXISTS memory (artefact TEXT PRIMARY KEY, peak_bytes INTEGER NOT NULL) STRICT;

-- Answers taken apart from the timed trials, once per chain of model files and CPU. A prediction is data.Prediction's own encoding.
CREATE TABLE IF NOT EXISTS answer (
  chain TEXT NOT NULL,
  cpu TEXT NOT NULL,
  sample TEXT NOT NULL,
  prediction BLOB NOT NULL,
  PRIMARY KEY (chain, cpu, sample)
) STRICT;

CREATE TABLE IF NOT EXISTS accuracy (chain TEXT NOT NULL, cpu TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (chain, cpu)) STRICT;

-- Decisions and disturbances in plain words, with the moment they were noted.
CREATE TABLE IF NOT EXISTS event (at TEXT NOT NULL, text TEXT NOT NULL) STRICT;
