package io.tierwise.cli;

import io.tierwise.agent.Token;
import io.tierwise.deployment.Tier;
import io.tierwise.study.StudyPlan;
import java.util.Map;
import java.util.Optional;

/// The token that studies share with agents on other machines. It comes in the environment: every user
/// of a machine can read another's arguments.
final class TokenVariable {
    static final String NAME = "TIERWISE_TOKEN";

    private TokenVariable() {}

    /// The token in this environment; empty where none is set.
    ///
    /// @throws UsageException if what is set is no token
    static Optional<Token> in(Map<String, String> environment) {
        String text = environment.getOrDefault(NAME, "");
        return text.isBlank() ? Optional.empty() : Optional.of(token(NAME, text));
    }

    /// The token that a study needs; empty where all of its tiers are its own processes, or none is set.
    static Optional<Token> neededFor(StudyPlan plan, CommonOptions common) {
        boolean here = plan.topology().tiers().stream().allMatch(Tier::isLocal);
        return here ? Optional.empty() : in(common.surroundings().environment());
    }

    /// A token as somebody wrote it.
    ///
    /// @param origin where it was written
    static Token token(String origin, String text) {
        try {
            return Token.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(origin + ": " + e.getMessage() + ".");
        }
    }
}
