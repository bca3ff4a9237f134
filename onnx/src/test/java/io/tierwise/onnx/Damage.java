package io.tierwise.onnx;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/// Damages a model file where it hurts: in names, lengths and lists rather than in the values of
/// weights, which are nearly all of its bytes.
final class Damage {

    private static final int LONGEST_RUN = 64;

    private final byte[] whole;

    /// Positions of bytes that are no values of large weights.
    private final int[] structure;

    Damage(byte[] whole, Model model) {
        this.whole = whole;
        boolean[] value = new boolean[whole.length];
        model.graph().weights().values().forEach(weight -> {
            if (weight.content() instanceof Content.External external) {
                int from = (int) external.offset();
                Arrays.fill(value, from, from + (int) external.length(), true);
            }
        });
        this.structure =
                IntStream.range(0, whole.length).filter(at -> !value[at]).toArray();
    }

    /// The file with one to three wounds.
    byte[] of(Random random) {
        byte[] bytes = whole.clone();
        int wounds = 1 + random.nextInt(3);
        for (int i = 0; i < wounds; i++) {
            bytes = wound(bytes, Math.min(structure[random.nextInt(structure.length)], bytes.length - 1), random);
        }
        return bytes;
    }

    private static byte[] wound(byte[] bytes, int at, Random random) {
        int run = Math.min(1 + random.nextInt(LONGEST_RUN), bytes.length - at);
        return switch (random.nextInt(7)) {
            case 0 -> flipped(bytes, at, random);
            case 1 -> Arrays.copyOf(bytes, Math.max(1, at));
            case 2 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + run));
            case 3 -> spliced(bytes, at, at + run, new byte[0]);
            case 4 -> spliced(bytes, at, at + 1, varint(random.nextLong() >>> random.nextInt(64)));
            case 5 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length / 2 + run));
            default -> spliced(bytes, at, at + 1, new byte[] {(byte) random.nextInt(32)});
        };
    }

    private static byte[] flipped(byte[] bytes, int at, Random random) {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] instead) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + instead.length);
        out.write(bytes, 0, from);
        out.writeBytes(instead);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    /// A number as lengths are written, such as one far beyond the file.
    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return out.toByteArray();
    }
}
