package io.tierwise.advice;

import io.tierwise.advice.GateRequest.Direction;
import io.tierwise.advice.GateResult.AccuracyLoss;
import io.tierwise.advice.GateResult.Case;
import io.tierwise.advice.GateResult.Memory;
import io.tierwise.advice.GateResult.Time;
import io.tierwise.stats.Correction;
import io.tierwise.stats.Interval;
import io.tierwise.stats.OpeningRatio;
import io.tierwise.stats.Quantiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Holds a candidate against a baseline: what passes, what fails, what cannot be told.
///
/// A verdict rests on the whole interval, never on the ratio alone, and no figure is corrected by
/// another: that the machine changed is said, not calculated away.
public final class Gate {
    private final GateSide baseline;
    private final GateSide candidate;
    private final GateRequest request;
    private final boolean takingTurns;

    /// @param takingTurns whether openings of the same name took turns in time on both sides
    public Gate(GateSide baseline, GateSide candidate, GateRequest request, boolean takingTurns) {
        this.baseline = baseline;
        this.candidate = candidate;
        this.request = request;
        this.takingTurns = takingTurns;
    }

    /// Judges every strategy of the baseline that counts.
    ///
    /// @throws GateException if the two sides have nothing to compare, or not in one unit
    public GateResult judge() {
        if (baseline.inNanos() != candidate.inNanos()) {
            throw new GateException("Times of " + (baseline.inNanos() ? candidate : baseline).name()
                    + " are in a unit that is not known. Say which: --value-unit s (or ms, us, ns).");
        }
        refuseNothingCommon();
        List<GateSubject> asked = asked();
        Map<GateSubject, OpeningRatio> ratios = new LinkedHashMap<>();
        Map<GateSubject, PairedTimes> paired = new LinkedHashMap<>();
        for (GateSubject subject : baseline.subjects()) {
            candidate
                    .like(subject)
                    .filter(other -> subject.isWhole() && other.isWhole())
                    .ifPresent(other -> {
                        PairedTimes times = PairedTimes.of(subject, other, takingTurns);
                        paired.put(subject, times);
                        ratios.put(subject, times.compare());
                    });
        }
        Map<GateSubject, Double> adjusted = adjusted(ratios);
        List<Case> cases = new ArrayList<>();
        for (GateSubject subject : asked) {
            Optional<Time> time = Optional.ofNullable(ratios.get(subject))
                    .map(ratio -> time(
                            subject,
                            ratio,
                            adjusted.getOrDefault(subject, 1.0),
                            Optional.ofNullable(paired.get(subject))));
            if (subject.isWhole()) {
                cases.add(judge(subject, time));
            }
        }
        return result(cases, ratios);
    }

    private GateResult result(List<Case> cases, Map<GateSubject, OpeningRatio> ratios) {
        var facts = new GateFacts(baseline, candidate);
        GateVerdict verdict = cases.stream().map(Case::verdict).reduce(GateVerdict.PASSED, GateVerdict::and);
        return new GateResult(
                baseline.name(),
                candidate.name(),
                request,
                baseline.inNanos(),
                verdict,
                cases,
                added(),
                facts.standing(),
                facts.differences(),
                new GateControl(baseline, candidate, request.time()).judge(ratios),
                GatePower.of(cases, request.time()),
                notes(cases));
    }

    /// Subjects of the baseline that count.
    private List<GateSubject> asked() {
        if (request.only().isEmpty()) {
            return baseline.subjects();
        }
        for (String name : request.only()) {
            if (baseline.subjects().stream().noneMatch(subject -> isCalled(subject, name))) {
                throw new GateException("The baseline " + baseline.name() + " has no strategy '" + name + "'. It has: "
                        + Phrases.list(names(baseline)) + ".");
            }
        }
        return baseline.subjects().stream()
                .filter(subject -> request.only().stream().anyMatch(name -> isCalled(subject, name)))
                .toList();
    }

    private static boolean isCalled(GateSubject subject, String name) {
        String matched = GateSubject.matched(name);
        return GateSubject.matched(subject.name()).equals(matched)
                || GateSubject.matched(subject.asked()).equals(matched);
    }

    private static List<String> names(GateSide side) {
        return side.subjects().stream().map(GateSubject::name).toList();
    }

    private void refuseNothingCommon() {
        if (baseline.subjects().stream().noneMatch(GateSubject::isWhole)) {
            throw new GateException(
                    "Nothing ran to its end in " + baseline.name() + ": there is nothing to compare with.");
        }
        if (baseline.subjects().stream()
                .noneMatch(subject -> candidate.like(subject).isPresent())) {
            throw new GateException("Nothing is in both: " + baseline.name() + " has "
                    + Phrases.list(names(baseline)) + ", " + candidate.name() + " has "
                    + Phrases.list(names(candidate)) + ". Names must match (case and '-' for '+' aside).");
        }
    }

    private static Map<GateSubject, Double> adjusted(Map<GateSubject, OpeningRatio> ratios) {
        double[] adjusted = Correction.HOLM.adjust(
                ratios.values().stream().mapToDouble(OpeningRatio::p).toArray());
        Map<GateSubject, Double> bySubject = new LinkedHashMap<>();
        int position = 0;
        for (GateSubject subject : ratios.keySet()) {
            bySubject.put(subject, adjusted[position++]);
        }
        return bySubject;
    }

    private Time time(GateSubject subject, OpeningRatio found, double p, Optional<PairedTimes> paired) {
        boolean seen = found.detectable() <= request.time() * (1 + 1e-12);
        return new Time(
                timeVerdict(found.interval()),
                Quantiles.median(subject.allTimes()),
                Quantiles.median(candidate.like(subject).orElseThrow().allTimes()),
                found.ratio(),
                found.interval(),
                p,
                found.detectable(),
                seen ? OptionalInt.empty() : found.openingsNeeded(request.time()),
                found.firstOpenings(),
                found.secondOpenings(),
                paired.map(PairedTimes::samples).orElse(0),
                paired.map(PairedTimes::words).orElse(""));
    }

    private GateVerdict timeVerdict(Interval ratio) {
        double most = 1 + request.time();
        double least = request.direction() == Direction.EITHER ? 1 / most : 0;
        if (ratio.within(least, most)) {
            return GateVerdict.PASSED;
        }
        return ratio.low() > most || ratio.high() < least ? GateVerdict.FAILED : GateVerdict.INCONCLUSIVE;
    }

    private Case judge(GateSubject subject, Optional<Time> time) {
        Optional<GateSubject> other = candidate.like(subject);
        if (time.isEmpty()) {
            String reason = other.flatMap(GateSubject::failure)
                    .map(why -> "failed in " + candidate.name() + ": " + why)
                    .orElse("missing in " + candidate.name());
            return new Case(
                    subject.name(),
                    GateVerdict.FAILED,
                    time,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    reason);
        }
        GateSubject found = other.orElseThrow();
        Optional<AccuracyLoss> accuracy =
                new AccuracyGate(request.accuracy(), request.direction()).judge(subject, found);
        Optional<Memory> memory = memory(subject, found);
        GateVerdict verdict = time.get().verdict();
        verdict = verdict.and(accuracy.map(AccuracyLoss::verdict)
                .orElse(request.accuracyNeeded() ? GateVerdict.INCONCLUSIVE : GateVerdict.PASSED));
        verdict = verdict.and(memory.map(Memory::verdict)
                .orElse(request.memory().isPresent() ? GateVerdict.INCONCLUSIVE : GateVerdict.PASSED));
        return new Case(
                subject.name(),
                verdict,
                time,
                accuracy,
                memory,
                AccuracyGate.answers(subject, found),
                new GateReason(request).of(time.get(), accuracy, memory));
    }

    /// Taken once on either side, so that there is no interval: it passes or fails as it stands.
    private Optional<Memory> memory(GateSubject subject, GateSubject other) {
        if (subject.peakMemoryBytes().isEmpty() || other.peakMemoryBytes().isEmpty()) {
            return Optional.empty();
        }
        long before = subject.peakMemoryBytes().getAsLong();
        long after = other.peakMemoryBytes().getAsLong();
        boolean kept = request.memory().isEmpty()
                || after <= before * (1 + request.memory().getAsDouble());
        return Optional.of(new Memory(kept ? GateVerdict.PASSED : GateVerdict.FAILED, before, after));
    }

    private List<String> added() {
        return candidate.subjects().stream()
                .filter(subject -> baseline.like(subject).isEmpty())
                .map(GateSubject::name)
                .toList();
    }

    private List<String> notes(List<Case> cases) {
        List<String> notes = new ArrayList<>();
        baseline.subjects().stream()
                .filter(subject -> !subject.isWhole())
                .forEach(subject -> notes.add(subject.name() + " failed in " + baseline.name()
                        + " already and is not judged: "
                        + subject.failure().orElse("it has no times") + "."));
        baseline.subjects()
                .forEach(subject -> candidate
                        .like(subject)
                        .filter(other -> !GateSubject.matched(other.name()).equals(GateSubject.matched(subject.name())))
                        .ifPresent(other -> notes.add(subject.asked() + " was made otherwise: " + subject.name()
                                + " in " + baseline.name() + ", " + other.name() + " in " + candidate.name() + ".")));
        if (cases.stream()
                .flatMap(one -> one.time().stream())
                .anyMatch(time -> Math.min(time.baselineOpenings(), time.candidateOpenings()) == 1)) {
            notes.add("One opening on a side: nothing tells how openings differ from one another, and they do by"
                    + " 10 to 30 % on small networks. Such a strategy stays inconclusive; measure 2 rounds or more.");
        }
        notes.addAll(baseline.notes());
        candidate.notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
        return notes;
    }
}
