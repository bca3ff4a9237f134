/// From a study's record and the user's goals to a choice with reasons.
///
/// [Advisor] is the way in: it reads a `StudyRecord` and writes an [Advice]. On the way:
///
/// 1. [Figures] reduces each strategy's observations to its latency, bytes and phases, from the
///    comparison alone.
/// 2. [Feasibility] holds them against the goals and names what is missed, and by how much.
/// 3. [Contrasts] compares every strategy with a reference on the same samples: ratio of paired times,
///    interval clustered by sample, a verdict that knows the worth, and Holm-adjusted Wilcoxon
///    signed-rank p.
/// 4. The fastest that keeps every constraint leads; of its equals the most accurate, then the
///    lightest, is chosen.
/// 5. [Reasons] says in one sentence why, or why not.
/// 6. [Headlines] reports the finalists from the confirmation alone: fresh processes, and samples that
///    chose nothing.
///
/// Nothing here measures, and nothing here knows files: `tierwise advise` asks again under other goals
/// in milliseconds.
@NullMarked
package io.tierwise.advice;

import org.jspecify.annotations.NullMarked;
