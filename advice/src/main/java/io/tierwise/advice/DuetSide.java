package io.tierwise.advice;

import io.tierwise.study.Duet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One model of a duet as one side of a comparison.
///
/// @param name the model's file as the user named it
/// @param digest SHA-256 of the model
public record DuetSide(String name, String digest, Duet.Voice voice) {
    /// What either model is called in the comparison.
    private static final String SUBJECT = "model";

    public GateSide side() {
        return new GateSide(
                name,
                true,
                List.of(new GateSubject(
                        SUBJECT,
                        SUBJECT,
                        voice.nanos(),
                        Optional.empty(),
                        voice.answers(),
                        voice.right(),
                        voice.accuracy(),
                        OptionalLong.empty())),
                Optional.empty(),
                List.of(new GateFact(GateFact.Kind.MODEL, GateFact.MODEL, digest)),
                List.of());
    }
}
