package io.tierwise.study;

import io.tierwise.data.InputForm;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/// How inputs travel from the source to a first part elsewhere, decided once for a study, and what they
/// take in each form on its choice samples.
///
/// @param form how they travel
/// @param tensor prepared at the source
/// @param uint8 as 8-bit pixels; empty where samples are arrays of other numbers
/// @param encoded as they arose
public record InputTravel(InputForm form, Sizes tensor, Optional<Sizes> uint8, Sizes encoded) {
    private static final String FACT = "input";

    /// Bytes of inputs in one form, headers of frames left out.
    ///
    /// @param mean of all choice samples
    /// @param least of those that are timed
    public record Sizes(double mean, long least) {}

    public InputTravel {
        if (form == InputForm.UINT8 && uint8.isEmpty()) {
            throw new IllegalArgumentException("inputs that are no 8-bit pixels cannot travel as uint8");
        }
    }

    /// What inputs take in a form; empty where they cannot have it.
    public Optional<Sizes> sizes(InputForm asked) {
        return switch (asked) {
            case TENSOR -> Optional.of(tensor);
            case UINT8 -> uint8;
            case ENCODED -> Optional.of(encoded);
        };
    }

    /// What inputs take as they travel.
    public Sizes sizes() {
        return sizes(form).orElseThrow();
    }

    /// Writes it down where a study begins. One that goes on keeps what it began with; before forms were
    /// told apart those were tensors.
    InputTravel keptIn(Journal journal) {
        Optional<InputTravel> earlier = in(journal);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        InputTravel kept = journal.fact("startedAt").isPresent()
                ? new InputTravel(InputForm.TENSOR, tensor, uint8, encoded)
                : this;
        journal.factAsJson(FACT, kept);
        return kept;
    }

    static Optional<InputTravel> in(Journal journal) {
        return journal.factFromJson(FACT, new TypeReference<>() {});
    }
}
