/// A study: a plan of trials becomes observations, journalled as they happen, and resumable.
///
/// **The file.** [StudyFile] reads `STUDY.yaml`: [StudyYaml] keeps the position of every value, the
/// `...Section` types read one part of the file each, and every fault is reported at once with its line
/// ([StudyFileException]). [Units] is the one table of units, [Goal] and [Figure] are what a user may
/// ask for. [StudyPlan] is the file with every choice made: [StudySamples], [Schedule], topology,
/// strategies.
///
/// **The run.** [StudyRun] carries a plan out, step by step:
///
/// 1. [Workshop] makes the model files of each strategy, each file once ([Artefacts]); [Learning] is
///    what operators may learn from calibration and selection samples, [PlacementCost] what a cut costs
///    on given tiers.
/// 2. [MemoryPass] takes the peak memory of each part in a fresh process.
/// 3. [AccuracyPass] takes the answers of each distinct chain of parts and scores them ([AnswerScore]).
/// 4. [Comparison] measures block by block as a [Planner] asks, out of what a [Course] offers and within
///    a [Budget] ([Spending]); a [Guard] watches the machine meanwhile. The planner comes from the study's
///    [Counsel] and justifies every [Stop].
/// 5. [ConfirmationPass] runs the counsel's finalists again in fresh processes, on samples that chose
///    nothing; [SustainedPass] runs the winner on, where that is asked for.
///
/// Tiers may be served by agents elsewhere. They are asked before anything else whether they are there,
/// and what is different in the result is said with it ([RemoteTiers]).
///
/// **The record.** [Journal] is the SQLite file behind it all; every trial is a transaction.
/// [StudyReader] turns it into a [StudyRecord]: [StrategyRecord]s with their [PartRecord]s, [Accuracy]
/// and [Outcome], [Observation]s with their [PhaseTimes] in nanoseconds, [Opening]s. [ModelPicture]
/// draws the model for the reader. A [Capsule] with the [Fingerprint]s of model and samples keeps what it
/// takes to carry a study out again, [Whereabouts] says what has moved since, [StudyAnswers] gives the answers
/// one by one.
///
/// Outside of studies, a [Duet] runs two models in turns.
///
/// Evaluation samples have two halves: the choice half is timed and judged, the confirmation half is
/// reported.
@NullMarked
package io.tierwise.study;

import org.jspecify.annotations.NullMarked;
