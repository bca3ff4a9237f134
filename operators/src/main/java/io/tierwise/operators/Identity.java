package io.tierwise.operators;

import java.util.List;

/// Leaves the model as it is: what every other operator is compared with.
public record Identity() implements Operator {

    @Override
    public char letter() {
        return 'I';
    }

    @Override
    public List<String> arguments() {
        return List.of();
    }

    @Override
    public String toString() {
        return text();
    }
}
