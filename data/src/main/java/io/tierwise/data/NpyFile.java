package io.tierwise.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A NumPy array file, format versions 1 to 3: numbers, C order, little-endian
/// (`numpy.save(path, np.ascontiguousarray(array))`).
///
/// @param dataOffset where elements begin
@SuppressWarnings("ArrayRecordComponent") // package-private, never compared
record NpyFile(Path path, ElementType type, long[] shape, long dataOffset) implements ArrayFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER_BYTES = 65_536;
    private static final Map<String, ElementType> TYPES = Map.ofEntries(
            Map.entry("<f4", ElementType.FLOAT),
            Map.entry("<f8", ElementType.DOUBLE),
            Map.entry("<f2", ElementType.FLOAT16),
            Map.entry("|i1", ElementType.INT8),
            Map.entry("|u1", ElementType.UINT8),
            Map.entry("<i2", ElementType.INT16),
            Map.entry("<u2", ElementType.UINT16),
            Map.entry("<i4", ElementType.INT32),
            Map.entry("<u4", ElementType.UINT32),
            Map.entry("<i8", ElementType.INT64),
            Map.entry("<u8", ElementType.UINT64),
            Map.entry("|b1", ElementType.BOOL));

    static NpyFile open(Path path) {
        try (FileChannel channel = FileChannel.open(path)) {
            ByteBuffer start = read(channel, 0, ByteBuffer.allocate(12), path);
            byte[] magic = new byte[MAGIC.length];
            start.get(magic);
            int version = start.get();
            start.get();
            if (!Arrays.equals(magic, MAGIC) || version < 1 || version > 3) {
                throw new DataException(path + " is no .npy file of version 1 to 3. Save it with numpy.save.");
            }
            start.order(ByteOrder.LITTLE_ENDIAN);
            long headerBytes =
                    version == 1 ? Short.toUnsignedInt(start.getShort()) : Integer.toUnsignedLong(start.getInt());
            long headerOffset = version == 1 ? 10 : 12;
            if (headerBytes > MAX_HEADER_BYTES) {
                throw new DataException(path + " has a header of " + headerBytes + " bytes; at most " + MAX_HEADER_BYTES
                        + " are read. It is damaged or not saved by numpy.");
            }
            ByteBuffer header = read(channel, headerOffset, ByteBuffer.allocate((int) headerBytes), path);
            NpyFile file = parse(path, StandardCharsets.UTF_8.decode(header).toString(), headerOffset + headerBytes);
            file.checkSize(channel.size());
            return file;
        } catch (IOException e) {
            throw SampleReader.unreadable(path, e);
        }
    }

    private static NpyFile parse(Path path, String header, long dataOffset) {
        Matcher descr = Pattern.compile("'descr'\\s*:\\s*'([^']*)'").matcher(header);
        Matcher fortran =
                Pattern.compile("'fortran_order'\\s*:\\s*(True|False)").matcher(header);
        Matcher shape = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)").matcher(header);
        if (!descr.find() || !fortran.find() || !shape.find()) {
            throw new DataException(path + " has a header that cannot be read (an array of numbers is needed): "
                    + header.strip().substring(0, Math.min(120, header.strip().length())));
        }
        ElementType type = TYPES.get(descr.group(1));
        if (type == null) {
            throw new DataException(
                    path + " has elements of type '" + descr.group(1) + "'; little-endian numbers can be"
                            + " read. Save it as array.astype('<f4') or another of "
                            + TYPES.keySet().stream().sorted().toList()
                            + ".");
        }
        if (fortran.group(1).equals("True")) {
            throw new DataException(path + " is stored column by column. Save it with numpy.ascontiguousarray(array).");
        }
        return new NpyFile(path, type, shape(path, shape.group(1)), dataOffset);
    }

    private static long[] shape(Path path, String text) {
        List<Long> shape = new ArrayList<>();
        for (String dimension : text.split(",", -1)) {
            if (!dimension.isBlank()) {
                if (dimension.strip().length() > 10) {
                    throw new DataException(path + " claims a dimension of " + dimension.strip() + ": it is damaged.");
                }
                shape.add(Long.parseLong(dimension.strip()));
            }
        }
        if (shape.isEmpty() || shape.contains(0L) || shape.getFirst() > Integer.MAX_VALUE || shape.size() > 16) {
            throw new DataException(
                    path + " has shape " + shape + "; samples are counted along the first dimension, none may be 0.");
        }
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    private void checkSize(long fileBytes) {
        try {
            long wanted = dataOffset;
            wanted = Math.addExact(wanted, Math.multiplyExact(sampleBytes(), shape[0]));
            if (wanted != fileBytes) {
                throw new DataException(path + " has " + fileBytes + " bytes, its shape " + Arrays.toString(shape)
                        + " takes " + wanted + ". It is damaged or cut off.");
            }
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new DataException(
                    path + " claims the shape " + Arrays.toString(shape)
                            + ", more than can be read. It is damaged, or one sample is above 2 GiB.",
                    e);
        }
    }

    private long sampleBytes() {
        return Tensor.byteSize(type, Arrays.copyOfRange(shape, 1, shape.length));
    }

    @Override
    public Tensor read(int index, IntFunction<ByteBuffer> memory) {
        try (FileChannel channel = FileChannel.open(path)) {
            int bytes = (int) sampleBytes();
            ByteBuffer buffer = read(channel, dataOffset + (long) index * bytes, memory.apply(bytes), path);
            if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
                ByteSwap.swap(buffer, type.bytes());
            }
            return Tensor.ofBuffer(type, buffer, Arrays.copyOfRange(shape, 1, shape.length));
        } catch (IOException e) {
            throw SampleReader.unreadable(path, e);
        }
    }

    /// As many bytes from `offset` as the buffer holds, ready to be read.
    static ByteBuffer read(FileChannel channel, long offset, ByteBuffer buffer, Path path) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new DataException(path + " ends after " + channel.size() + " bytes, too early. It is damaged.");
            }
        }
        return buffer.flip();
    }
}
