/// From a study's record and the user's goals to a choice with reasons.
///
/// [Advisor] is the way in: it reads a `StudyRecord` and writes an [Advice]. On the way:
///
/// 1. [Figures] reduces each strategy's observations to its latency, bytes and phases, from the
///    comparison alone.
/// 2. [Feasibility] holds them against the goals and names what is missed, and by how much.
/// 3. [Contrasts] compares the times of every strategy with a reference's in the rounds that both ran
///    in: ratio, an interval that holds at every look, a verdict that knows the worth.
/// 4. [Objective] says how two strategies relate in what the goals make small, be it a time, memory,
///    bytes or the drop.
/// 5. [Ranking] puts first the best that keeps every goal. Of its equals the most accurate is chosen,
///    or the fastest where the goals make no time small, then the lightest.
/// 6. [Reasons] says in one sentence why, or why not.
/// 7. [Headlines] reports the finalists from the confirmation alone: fresh processes where they are
///    ours to start, and samples that chose nothing. [Caveats] says what limits the answer.
///
/// [Race] asks the same before every round, and decides by it what is measured next; [TimeGoals] tells it
/// which bounds on time are kept beyond doubt. [Steadiness] says whether the machine stayed the same
/// meanwhile, [Sustained] whether the winner held its pace, [SelfCheck] what this machine can tell apart
/// at all.
///
/// Nothing here measures, and nothing here knows files: `tierwise advise` asks again under other goals
/// in milliseconds.
///
/// Any other table of measurements is compared by [AnalysisRequest], which knows neither studies nor
/// goals: rows that count ([RowFilter]) become families of groups ([MeasuredFamily]), and each is
/// analysed ([FamilyAnalysis], its pairs by [PairTests]) into an [Analysis].
///
/// Two studies, tables or models are held against each other by [Gate], whatever they are: [StudySide],
/// [TableSide] and [DuetSide] make a [GateSide] of each, [PairedTimes] lays their times side by side, and
/// a [GateResult] says of each strategy whether it passes. [Replay] adds what else a study that was
/// carried out again must say the same.
@NullMarked
package io.tierwise.advice;

import org.jspecify.annotations.NullMarked;
