package io.tierwise.study;

import io.tierwise.agent.CodecTimer;
import io.tierwise.data.Tensor;
import io.tierwise.deployment.Tier;
import io.tierwise.onnx.Model;
import io.tierwise.operators.Calibration;
import io.tierwise.operators.CutCodings;
import io.tierwise.operators.CutSurvey;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/// Times each model that strategies cut, node by node, writes what crosses its places in every codec, and writes down
/// what forecasts stand on.
///
/// Models are timed in this process: what is known of them is true of tiers that run on this machine.
final class ProfilePass {
    private static final String FACT = "groundwork";

    private final StudyPlan plan;
    private final Journal journal;
    private final Progress progress;

    ProfilePass(StudyPlan plan, Journal journal, Progress progress) {
        this.plan = plan;
        this.journal = journal;
        this.progress = progress;
    }

    static Optional<Groundwork> read(Journal journal) {
        return journal.factFromJson(FACT, new TypeReference<Groundwork>() {});
    }

    /// @param uncut the models by what was done to them, as strategies say it
    /// @param sample what they are timed on
    /// @param calibration samples whose tensors are written in codecs
    void run(Map<String, Model> uncut, Map<String, Tensor> sample, Calibration calibration) {
        if (read(journal).isPresent() || plan.topology().tiers().stream().noneMatch(Tier::isLocal)) {
            return;
        }
        progress.begin("Timing models node by node", uncut.size());
        List<ProfiledModel> models = new ArrayList<>();
        CodecTimer timer = CodecTimer.ofThisMachine();
        uncut.forEach((operators, model) -> {
            models.add(ProfiledModel.of(
                    operators,
                    CutSurvey.of(model, sample, 1),
                    places -> CutCodings.of(model, places, calibration, 1, AgentPaces.codecs(timer))));
            progress.advance(operators);
        });
        progress.end();
        Optional<InputTravel> travel = InputTravel.in(journal);
        journal.factAsJson(
                FACT,
                new Groundwork(
                        plan.topology().tiers().stream()
                                .map(Groundwork.TierShape::of)
                                .toList(),
                        plan.topology().links().stream()
                                .map(Groundwork.LinkShape::of)
                                .toList(),
                        travel.map(known -> Math.round(known.sizes().mean())).orElseGet(() -> bytes(sample)),
                        travel.map(InputTravel::form),
                        answerBytes(sample),
                        models));
    }

    private long answerBytes(Map<String, Tensor> sample) {
        try (ModelSession session = ModelSession.open(plan.model(), SessionSettings.fast(1))) {
            return bytes(session.run(sample));
        }
    }

    private static long bytes(Map<String, Tensor> tensors) {
        return tensors.values().stream().mapToLong(Tensor::byteSize).sum();
    }
}
