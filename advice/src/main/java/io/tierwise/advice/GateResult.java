package io.tierwise.advice;

import io.tierwise.stats.Interval;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// What a comparison of a baseline with a candidate found.
///
/// @param baseline the first side's name
/// @param candidate the second side's name
/// @param request what was asked
/// @param inNanos whether times are nanoseconds
/// @param verdict the worst of all cases
/// @param cases every strategy of the baseline that counts, in its order
/// @param added strategies that only the candidate has
/// @param standing in a sentence, whether model or machine changed
/// @param differences what the two sides stand on and do not share
/// @param control the untouched model on both sides, which tells whether the machine changed
/// @param power how small a slowdown the comparison sees
/// @param notes what limits it
public record GateResult(
        String baseline,
        String candidate,
        GateRequest request,
        boolean inNanos,
        GateVerdict verdict,
        List<Case> cases,
        List<String> added,
        String standing,
        List<Difference> differences,
        Optional<Control> control,
        Power power,
        List<String> notes) {
    public GateResult {
        cases = List.copyOf(cases);
        added = List.copyOf(added);
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
    }

    /// The same with a note in front of the others.
    public GateResult withNote(String note) {
        return new GateResult(
                baseline,
                candidate,
                request,
                inNanos,
                verdict,
                cases,
                added,
                standing,
                differences,
                control,
                power,
                Stream.concat(Stream.of(note), notes.stream()).toList());
    }

    /// One strategy.
    ///
    /// @param name the baseline's
    /// @param time empty where one side has none
    /// @param answers empty where one side has none
    /// @param reason in a sentence, why the verdict is what it is
    public record Case(
            String name,
            GateVerdict verdict,
            Optional<Time> time,
            Optional<AccuracyLoss> accuracy,
            Optional<Memory> memory,
            Optional<Answers> answers,
            String reason) {}

    /// Candidate against baseline.
    ///
    /// @param baseline median of all its trials
    /// @param candidate median of all its trials
    /// @param ratio candidate / baseline, each opening's median counted once
    /// @param interval 95 % of the ratio; openings and samples are units of chance
    /// @param p that the ratio is 1, adjusted by Holm over all strategies
    /// @param detectable the smallest slowdown that is called more than chance; infinite where unknown
    /// @param openingsNeeded openings in all until the tolerance is seen; empty where unknown or
    ///     enough
    /// @param baselineOpenings how often the baseline was opened
    /// @param candidateOpenings how often the candidate was opened
    /// @param samples samples that the interval rests on
    /// @param pairing what the two sides share, in words
    public record Time(
            GateVerdict verdict,
            double baseline,
            double candidate,
            double ratio,
            Interval interval,
            double p,
            double detectable,
            OptionalInt openingsNeeded,
            int baselineOpenings,
            int candidateOpenings,
            int samples,
            String pairing) {}

    /// Accuracy that the candidate loses.
    ///
    /// @param drop in [-1, 1], negative for a gain
    /// @param interval 95 % of the drop
    /// @param p that there is no drop; empty where answers are not known sample by sample
    /// @param basis in words, what it rests on
    public record AccuracyLoss(
            GateVerdict verdict, String metric, double drop, Interval interval, OptionalDouble p, String basis) {}

    /// Peak memory on the tier that needs most, taken once on either side.
    public record Memory(GateVerdict verdict, long baselineBytes, long candidateBytes) {}

    /// Answers of samples that both sides have.
    ///
    /// @param changed ids of samples that are answered otherwise
    public record Answers(int samples, List<String> changed) {
        public Answers {
            changed = List.copyOf(changed);
        }
    }

    /// Something the two sides stand on differently.
    public record Difference(GateFact.Kind kind, String name, String baseline, String candidate) {}

    /// The untouched model, the same on both sides.
    public record Control(String name, double ratio, Interval interval, String sentence) {}

    /// How small a slowdown is seen.
    ///
    /// @param median over strategies; infinite where unknown
    /// @param worst over strategies
    /// @param openingsNeeded in all, until the worst sees the tolerance; empty where unknown or enough
    public record Power(double median, double worst, OptionalInt openingsNeeded, String sentence) {}
}
