package io.tierwise.onnx;

import java.util.List;
import java.util.Objects;

/// The value of a node's attribute.
public sealed interface Attribute {

    /// One float32 number.
    record FloatValue(float value) implements Attribute {}

    /// One integer; flags are 0 or 1.
    record IntValue(long value) implements Attribute {}

    /// UTF-8 text.
    record Text(String value) implements Attribute {
        public Text {
            Objects.requireNonNull(value, "value");
        }
    }

    /// A constant tensor.
    record TensorValue(Weight value) implements Attribute {
        public TensorValue {
            Objects.requireNonNull(value, "value");
        }
    }

    /// A graph of its own, as branches and loop bodies are; it may use tensors of the graph around it.
    record GraphValue(Graph value) implements Attribute {
        public GraphValue {
            Objects.requireNonNull(value, "value");
        }
    }

    /// Float32 numbers.
    record Floats(List<Float> values) implements Attribute {
        public Floats {
            values = List.copyOf(values);
        }
    }

    /// Integers.
    record Ints(List<Long> values) implements Attribute {
        public Ints {
            values = List.copyOf(values);
        }
    }

    /// UTF-8 texts.
    record Texts(List<String> values) implements Attribute {
        public Texts {
            values = List.copyOf(values);
        }
    }

    /// Anything rarer, kept as it stood in the file: sparse tensors, types, lists of tensors, text that
    /// is not UTF-8.
    record Opaque(Rest message) implements Attribute {
        public Opaque {
            Objects.requireNonNull(message, "message");
        }
    }
}
