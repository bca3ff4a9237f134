package io.tierwise.agent;

import io.tierwise.agent.TierException.Reason;
import io.tierwise.data.Encoded;
import io.tierwise.data.InputForm;
import io.tierwise.data.Prediction;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Tensor;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// The source's side of trials: begins them, waits for their answers, adds up their phases.
///
/// An answer finds its trial by number. A number is never used twice, so the answer of a trial that was
/// given up finds nothing and is dropped.
final class Trials {

    private final String tier;
    private final Stages stages;
    private final Ticker ticker;
    private final Preparation preparation;
    private final SampleStore samples;
    private final AtomicLong numbers = new AtomicLong(new SecureRandom().nextLong() | 1L);
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();

    private record Pending(RouteSpec route, CompletableFuture<Answer> answer) {}

    private record Answer(Journey journey, Prediction prediction, long answeredNanos) {}

    Trials(String tier, Stages stages, Ticker ticker, Preparation preparation, SampleStore samples) {
        this.tier = tier;
        this.stages = stages;
        this.ticker = ticker;
        this.preparation = preparation;
        this.samples = samples;
    }

    /// Runs one trial to its end.
    ///
    /// @throws TierException when a tier fails, is lost, or the deadline passes
    TrialReport run(RouteSpec route, String sampleId, long deadlineNanos) {
        Encoded input = sample(sampleId);
        Preprocessing steps = preparation.steps();
        long number = nextNumber();
        Pending waiting = new Pending(route, new CompletableFuture<>());
        pending.put(number, waiting);
        try {
            long start = ticker.nanoTime();
            Journey journey = begin(number, route, steps, input);
            long prepared = ticker.nanoTime();
            long sent = send(journey, prepared);
            Answer answer = await(waiting, start + deadlineNanos, deadlineNanos);
            return report(sampleId, answer, new PhaseSum.SourceStamps(start, prepared, sent, answer.answeredNanos()));
        } finally {
            pending.remove(number);
        }
    }

    /// Does what is done of the preparation at the source: all of it where the first part runs here.
    private Journey begin(long number, RouteSpec route, Preprocessing steps, Encoded input) {
        boolean here = route.stages().getFirst().tier().equals(tier);
        InputForm form = here ? InputForm.TENSOR : route.inputForm();
        return switch (form) {
            case TENSOR -> Journey.begin(number, route, preparation.stretched(() -> steps.apply(input)));
            case UINT8 ->
                Journey.begin(number, route, RawInput.of(form, preparation.stretched(() -> steps.eightBit(input))));
            case ENCODED -> Journey.begin(number, route, RawInput.of(form, input));
        };
    }

    private long nextNumber() {
        long number = numbers.getAndIncrement();
        return number == 0 ? numbers.getAndIncrement() : number;
    }

    /// The tensor a sample becomes for the model.
    Tensor prepare(String sampleId) {
        return preparation.steps().apply(sample(sampleId));
    }

    private Encoded sample(String id) {
        return samples.get(id).orElseThrow(() -> new TierException(tier, Reason.REQUEST, "has no sample '" + id + "'"));
    }

    /// Runs what is here first, hands on the rest; gives the moment the source was done with encoding.
    private long send(Journey journey, long prepared) {
        if (journey.current().tier().equals(tier)) {
            advance(journey, prepared);
            return prepared;
        }
        long sent = ticker.nanoTime();
        stages.sendOn(journey);
        return sent;
    }

    /// Takes a trial up where it is: runs the stages that are here, then hands it on or takes its answer.
    void advance(Journey journey, long arrivedNanos) {
        long at = stages.runHere(journey, arrivedNanos);
        if (journey.isAnswered() && journey.route().source().equals(tier)) {
            boolean came = journey.stages().isEmpty()
                    || !journey.stages().getLast().getTier().equals(tier);
            answered(journey, came ? ticker.nanoTime() : at);
        } else {
            stages.sendOn(journey);
        }
    }

    private void answered(Journey journey, long answeredNanos) {
        Pending waiting = pending.get(journey.trial());
        if (waiting == null) {
            return;
        }
        try {
            List<Tensor> outputs = List.copyOf(journey.tensors().values());
            Prediction prediction = waiting.route().task().read(outputs);
            waiting.answer().complete(new Answer(journey, prediction, answeredNanos));
        } catch (RuntimeException e) {
            waiting.answer().completeExceptionally(Faults.of(tier, e));
        }
    }

    /// A trial failed elsewhere, or (number 0) a tier was lost and with it every trial that needs it.
    void failed(long number, TierException failure) {
        pending.forEach((trial, waiting) -> {
            if (number == trial || (number == 0 && uses(waiting.route(), failure.tier()))) {
                waiting.answer().completeExceptionally(failure);
            }
        });
    }

    /// Ends every trial that is waiting.
    void giveUp(TierException reason) {
        pending.values().forEach(waiting -> waiting.answer().completeExceptionally(reason));
    }

    static boolean uses(RouteSpec route, String tier) {
        return route.tiers().contains(tier)
                || route.hops().stream().anyMatch(hop -> hop.next().equals(tier));
    }

    private Answer await(Pending waiting, long until, long deadlineNanos) {
        try {
            Answer answer = waiting.answer().get(Math.max(0, until - ticker.nanoTime()), TimeUnit.NANOSECONDS);
            if (answer.answeredNanos() > until) {
                throw deadline(waiting.route(), deadlineNanos);
            }
            return answer;
        } catch (TimeoutException e) {
            throw deadline(waiting.route(), deadlineNanos);
        } catch (ExecutionException e) {
            throw Faults.of(tier, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TierException(tier, Reason.FAILED, "interrupted while waiting for an answer", e);
        }
    }

    private TierException deadline(RouteSpec route, long deadlineNanos) {
        return new TierException(
                tier,
                Reason.DEADLINE,
                route.strategy() + " gave no answer within " + deadlineNanos / 1_000_000 + " ms");
    }

    private TrialReport report(String sampleId, Answer answer, PhaseSum.SourceStamps stamps) {
        RouteSpec route = answer.journey().route();
        PhaseSum sum = PhaseSum.of(stamps, answer.journey().stages(), tier, route.clockOffsetNanos());
        return new TrialReport(
                route.strategy(),
                sampleId,
                sum.totalNanos(),
                sum.phases(),
                sum.clockDoubtful(),
                TrialWire.stages(answer.journey().stages()),
                TrialWire.links(answer.journey().links()),
                answer.prediction());
    }
}
