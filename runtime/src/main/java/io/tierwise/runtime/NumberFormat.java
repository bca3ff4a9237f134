package io.tierwise.runtime;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.List;

/// Writes 32-bit floats in the format of a codec and reads them back; packing is not its concern.
///
/// Numbers pass through arrays of [#BLOCK] elements: loops over arrays become vector instructions,
/// loops over buffers do not, and a block stays in the first cache. Used by one thread at a time;
/// nothing is allocated after it was made.
public final class NumberFormat {

    private static final int BLOCK = 2048;

    private final float[] floats = new float[BLOCK];
    private final short[] shorts = new short[BLOCK];
    private final byte[] bytes = new byte[BLOCK];

    /// Writes a tensor of floats into `out`, which has exactly the room.
    ///
    /// @throws IllegalArgumentException when the codec does not fit the tensor
    public void write(FittedCodec codec, Tensor tensor, ByteBuffer out) {
        check(codec, tensor.type(), tensor.shape());
        FloatBuffer in = tensor.bytes().asFloatBuffer();
        ByteBuffer target = out.duplicate().order(ByteOrder.nativeOrder());
        switch (codec.codec().format()) {
            case FP32 -> target.put(tensor.bytes());
            case FP16 -> writeHalves(in, target.asShortBuffer());
            case U8, U8_CHANNEL -> {
                Channels channels = Channels.of(codec, tensor.shape());
                for (int run = 0; run < channels.runs(); run++) {
                    writeSteps(in, target, channels.range(run), channels.length());
                }
            }
        }
    }

    /// Reads what [#write] wrote of a tensor of this shape into `out`, a direct buffer of 4 bytes a
    /// number.
    ///
    /// @throws IllegalArgumentException when the codec does not fit the shape
    public void read(FittedCodec codec, ByteBuffer in, long[] shape, ByteBuffer out) {
        check(codec, ElementType.FLOAT, shape);
        FloatBuffer target = out.duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer();
        ByteBuffer source = in.duplicate().order(ByteOrder.nativeOrder());
        switch (codec.codec().format()) {
            case FP32 -> out.duplicate().put(source);
            case FP16 -> readHalves(source.asShortBuffer(), target);
            case U8, U8_CHANNEL -> {
                Channels channels = Channels.of(codec, shape);
                for (int run = 0; run < channels.runs(); run++) {
                    readSteps(source, target, channels.range(run), channels.length());
                }
            }
        }
    }

    /// What a tensor is after it was written and read: itself where nothing is lost.
    public Tensor rounded(FittedCodec codec, Tensor tensor) {
        if (tensor.type() != ElementType.FLOAT || !codec.codec().format().isLossy()) {
            return tensor;
        }
        int bytes = Math.toIntExact(tensor.byteSize());
        ByteBuffer written = ByteBuffer.allocateDirect((int) codec.codec().unpackedBytes(ElementType.FLOAT, bytes));
        write(codec, tensor, written);
        ByteBuffer read = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        read(codec, written, tensor.shape(), read);
        return Tensor.ofBuffer(ElementType.FLOAT, read, tensor.shape());
    }

    /// Refuses a codec that cannot write a tensor of this type and shape.
    ///
    /// @throws IllegalArgumentException saying what does not fit
    public static void check(FittedCodec codec, ElementType type, long[] shape) {
        if (type != ElementType.FLOAT) {
            throw new IllegalArgumentException("codec " + codec.codec() + " is for 32-bit floats, found " + type);
        }
        if (codec.codec().format() == Codec.Format.U8_CHANNEL) {
            long channels = shape.length < 2 ? 0 : shape[1];
            if (channels != codec.ranges().size()) {
                throw new IllegalArgumentException("codec " + codec.codec() + " has ranges for "
                        + codec.ranges().size() + " channels, the tensor has " + channels);
            }
        }
    }

    /// Runs of numbers that share a range, one after the other.
    private record Channels(List<ValueRange> ranges, int runs, int length) {
        static Channels of(FittedCodec codec, long[] shape) {
            long elements = Tensor.byteSize(ElementType.INT8, shape);
            int ranges = codec.ranges().size();
            long runs = ranges == 1 ? 1 : Math.multiplyExact(shape[0], ranges);
            return new Channels(codec.ranges(), Math.toIntExact(runs), runs == 0 ? 0 : (int) (elements / runs));
        }

        ValueRange range(int run) {
            return ranges.get(run % ranges.size());
        }
    }

    private void writeHalves(FloatBuffer in, ShortBuffer out) {
        while (in.hasRemaining()) {
            int count = Math.min(BLOCK, in.remaining());
            in.get(floats, 0, count);
            halve(floats, shorts, count);
            out.put(shorts, 0, count);
        }
    }

    private static void halve(float[] from, short[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = Float.floatToFloat16(from[i]);
        }
    }

    private void readHalves(ShortBuffer in, FloatBuffer out) {
        while (out.hasRemaining()) {
            int count = Math.min(BLOCK, out.remaining());
            in.get(shorts, 0, count);
            widen(shorts, floats, count);
            out.put(floats, 0, count);
        }
    }

    private static void widen(short[] from, float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = Float.float16ToFloat(from[i]);
        }
    }

    private void writeSteps(FloatBuffer in, ByteBuffer out, ValueRange range, int length) {
        for (int done = 0; done < length; ) {
            int count = Math.min(BLOCK, length - done);
            in.get(floats, 0, count);
            step(floats, bytes, count, range.low(), range.stepsPerUnit());
            out.put(bytes, 0, count);
            done += count;
        }
    }

    /// Nearest step, ties upwards; what lies outside goes to the ends, and what is no number to 0.
    ///
    /// Comparisons that fail for all that lies inside, because agents run what the first compiler makes: it
    /// takes 1.3 ms for 3.2 MB so, 8.5 with [Math#max] and [Math#min], and 6.3 where half of the comparisons
    /// hold.
    private static void step(float[] from, byte[] to, int count, float low, float scale) {
        for (int i = 0; i < count; i++) {
            float steps = (from[i] - low) * scale;
            steps = steps < 0 ? 0 : steps;
            steps = steps > ValueRange.STEPS ? ValueRange.STEPS : steps;
            to[i] = (byte) (int) (steps + 0.5f);
        }
    }

    private void readSteps(ByteBuffer in, FloatBuffer out, ValueRange range, int length) {
        for (int done = 0; done < length; ) {
            int count = Math.min(BLOCK, length - done);
            in.get(bytes, 0, count);
            unstep(bytes, floats, count, range.low(), range.step());
            out.put(floats, 0, count);
            done += count;
        }
    }

    private static void unstep(byte[] from, float[] to, int count, float low, float step) {
        for (int i = 0; i < count; i++) {
            to[i] = low + (from[i] & 0xff) * step;
        }
    }
}
