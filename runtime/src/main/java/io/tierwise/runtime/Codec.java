package io.tierwise.runtime;

import io.tierwise.data.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// How a tensor travels from one tier to another.
///
/// Text form: the number format, and where its bytes are packed `-` and how: `fp32`, `fp16-zstd`,
/// `u8-channel-lz4`. Formats are for 32-bit floats; tensors of any other type keep their bytes and are
/// packed at most, so that what is quantized already is never rounded again.
///
/// @param format how each number is written
/// @param packing what is done to the bytes without loss
public record Codec(Format format, Packing packing) {

    /// Numbers and bytes as they are.
    public static final Codec AS_IS = new Codec(Format.FP32, Packing.NONE);

    /// How a 32-bit float is written.
    public enum Format {
        /// As it is.
        FP32("fp32", Float.BYTES),
        /// IEEE 754 binary16, rounded to the nearest even; beyond 65,504 infinite.
        FP16("fp16", Short.BYTES),
        /// 255 equal steps between the smallest and the largest value seen on calibration samples.
        U8("u8", Byte.BYTES),
        /// The same with a range for each channel (axis 1).
        U8_CHANNEL("u8-channel", Byte.BYTES);

        private final String text;
        private final int bytes;

        Format(String text, int bytes) {
            this.text = text;
            this.bytes = bytes;
        }

        /// Bytes of one number.
        public int bytes() {
            return bytes;
        }

        /// Whether numbers come back other than they were.
        public boolean isLossy() {
            return this != FP32;
        }

        /// Whether ranges must be known beforehand.
        public boolean needsRanges() {
            return this == U8 || this == U8_CHANNEL;
        }
    }

    /// How bytes are made fewer.
    public enum Packing {
        NONE(""),
        /// LZ4, the fast one.
        LZ4("-lz4"),
        /// Zstandard at level 1, the small one.
        ZSTD("-zstd");

        private final String text;

        Packing(String text) {
            this.text = text;
        }
    }

    public Codec {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(packing, "packing");
    }

    /// Reads the text form; empty where the text is none.
    public static Optional<Codec> parse(String text) {
        return all().stream().filter(codec -> codec.text().equals(text)).findFirst();
    }

    /// Every codec: each format as it is, then packed.
    public static List<Codec> all() {
        return Arrays.stream(Format.values())
                .flatMap(format -> Arrays.stream(Packing.values()).map(packing -> new Codec(format, packing)))
                .toList();
    }

    public String text() {
        return format.text + packing.text;
    }

    /// What a tensor of this type travels as: only 32-bit floats have a choice of formats.
    public Codec of(ElementType type) {
        return type == ElementType.FLOAT ? this : new Codec(Format.FP32, packing);
    }

    /// Whether bytes stay as they are.
    public boolean isAsIs() {
        return equals(AS_IS);
    }

    /// Bytes of a tensor before they are packed.
    ///
    /// @param bytes of the tensor as it is
    public long unpackedBytes(ElementType type, long bytes) {
        return type == ElementType.FLOAT ? bytes / Float.BYTES * format.bytes : bytes;
    }

    @Override
    public String toString() {
        return text();
    }
}
