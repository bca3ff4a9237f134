package io.tierwise.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// What is known of a tensor before it is computed.
///
/// @param name the tensor
/// @param type its element type; [DataType#UNDEFINED] when unknown, or when it is not a plain tensor
/// @param shape its dimensions, empty for a scalar and for an unknown rank
/// @param ranked whether the rank is known, which tells a scalar from a tensor of unknown rank
/// @param rest doc string, metadata, and the type where it is not a plain tensor
public record ValueInfo(String name, DataType type, List<Dimension> shape, boolean ranked, Rest rest) {

    public ValueInfo {
        if (Objects.requireNonNull(name, "name").isEmpty()) {
            throw new IllegalArgumentException("a value needs a name");
        }
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(rest, "rest");
        shape = List.copyOf(shape);
        if (!ranked && !shape.isEmpty()) {
            throw new IllegalArgumentException("value '" + name + "' has a shape " + shape + " but no rank");
        }
    }

    /// A tensor of known rank; one of unknown type has no known rank either unless dimensions are given.
    public ValueInfo(String name, DataType type, List<Dimension> shape) {
        this(name, type, shape, type != DataType.UNDEFINED || !shape.isEmpty(), Rest.NONE);
    }

    /// A tensor of known rank; -1 stands for an unknown dimension.
    public static ValueInfo of(String name, DataType type, long... shape) {
        return new ValueInfo(
                name, type, Arrays.stream(shape).mapToObj(Dimension::of).toList());
    }

    /// A tensor of which only the name is known.
    public static ValueInfo unknown(String name) {
        return new ValueInfo(name, DataType.UNDEFINED, List.of(), false, Rest.NONE);
    }

    /// The same under another name.
    public ValueInfo renamed(String other) {
        return new ValueInfo(other, type, shape, ranked, rest);
    }
}
