package io.tierwise.study;

import io.tierwise.data.Prediction;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What every strategy of a study answered, sample by sample, apart from the timed trials.
public final class StudyAnswers {
    private StudyAnswers() {}

    /// The answers on the CPU of each strategy's last part, by strategy and sample; strategies without
    /// answers are left out.
    ///
    /// @throws JournalException if the folder holds no study
    public static Map<String, Map<String, Prediction>> read(Path folder) {
        try (Journal journal = Journal.existing(folder)) {
            List<TierRecord> tiers = StudyReader.read(journal).tiers();
            Map<String, Map<String, Prediction>> all = new LinkedHashMap<>();
            for (Journal.Described described : journal.strategies()) {
                StrategyDescription description = described.description();
                cpu(description, tiers).ifPresent(cpu -> {
                    Map<String, Prediction> answers = new LinkedHashMap<>();
                    journal.answers(description.chain(), cpu)
                            .forEach(answer -> answers.put(answer.sample(), Prediction.decode(answer.prediction())));
                    if (!answers.isEmpty()) {
                        all.put(description.name(), answers);
                    }
                });
            }
            return all;
        }
    }

    private static Optional<String> cpu(StrategyDescription description, List<TierRecord> tiers) {
        return description.parts().isEmpty()
                ? Optional.empty()
                : tiers.stream()
                        .filter(tier ->
                                tier.name().equals(description.parts().getLast().tier()))
                        .map(TierRecord::cpu)
                        .findFirst();
    }
}
