package io.tierwise.advice;

import io.tierwise.advice.GateRequest.Direction;
import io.tierwise.advice.GateResult.AccuracyLoss;
import io.tierwise.advice.GateResult.Memory;
import io.tierwise.advice.GateResult.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says why a strategy passed, failed or neither.
record GateReason(GateRequest request) {

    String of(Time time, Optional<AccuracyLoss> accuracy, Optional<Memory> memory) {
        List<String> parts = new ArrayList<>();
        parts.add(of(time));
        accuracy.map(this::of).ifPresent(parts::add);
        if (accuracy.isEmpty() && request.accuracyNeeded()) {
            parts.add("accuracy was asked for and is not known on both sides");
        }
        memory.filter(found -> found.verdict() == GateVerdict.FAILED)
                .ifPresent(found -> parts.add("memory grew from " + Phrases.number(found.baselineBytes() / 0x1p20)
                        + " to " + Phrases.number(found.candidateBytes() / 0x1p20) + " MiB, more than "
                        + Phrases.percent(request.memory().orElse(0)) + " allows"));
        if (memory.isEmpty() && request.memory().isPresent()) {
            parts.add("memory was asked for and is not known on both sides");
        }
        return String.join("; ", parts);
    }

    private String of(Time time) {
        String ratio = Phrases.number(time.ratio()) + " times the time (95 %: "
                + Phrases.number(time.interval().low()) + " to "
                + Phrases.number(time.interval().high()) + ")";
        String most = Phrases.percent(request.time());
        return switch (time.verdict()) {
            case PASSED ->
                ratio + ", beyond doubt not " + (request.direction() == Direction.EITHER ? "apart" : "slower")
                        + " by more than " + most;
            case FAILED ->
                ratio + ", beyond doubt " + (time.ratio() > 1 ? "slower" : "faster") + " by more than " + most;
            case INCONCLUSIVE ->
                Double.isFinite(time.detectable())
                        ? ratio + ": the interval holds both sides of " + most
                        : Phrases.number(time.ratio()) + " times the time, from one opening: no interval";
        };
    }

    private String of(AccuracyLoss loss) {
        String found = loss.metric() + " " + Phrases.drop(loss.drop()) + " (95 %: "
                + Phrases.number(loss.interval().low() * 100) + " to "
                + Phrases.number(loss.interval().high() * 100) + " pp lost)";
        String most = Phrases.number(request.accuracy() * 100) + " pp";
        return switch (loss.verdict()) {
            case PASSED -> found;
            case FAILED -> found + ", beyond doubt more than " + most;
            case INCONCLUSIVE -> found + ": the interval holds both sides of " + most;
        };
    }
}
