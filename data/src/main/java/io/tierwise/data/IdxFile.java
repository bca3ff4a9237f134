package io.tierwise.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.zip.GZIPInputStream;

/// An array file in the IDX format of the MNIST family (LeCun, Cortes, Burges): two zero bytes, element
/// type, number of dimensions, the dimensions and then the elements, all big-endian; plain or
/// compressed with gzip.
///
/// @param unpacked all elements of a compressed file, which cannot be read in the middle
@SuppressWarnings("ArrayRecordComponent") // package-private, never compared
record IdxFile(Path path, ElementType type, long[] shape, Optional<ByteBuffer> unpacked) implements ArrayFile {
    private static final long MAX_UNPACKED_BYTES = 1L << 30;
    private static final Map<Integer, ElementType> TYPES = Map.of(
            0x08, ElementType.UINT8,
            0x09, ElementType.INT8,
            0x0B, ElementType.INT16,
            0x0C, ElementType.INT32,
            0x0D, ElementType.FLOAT,
            0x0E, ElementType.DOUBLE);

    /// Whether the file begins like an IDX file, or is a gzip file that does.
    static boolean isIdx(Path path) {
        try (DataInputStream in = open(path, isGzip(path))) {
            return in.readUnsignedShort() == 0 && TYPES.containsKey(in.readUnsignedByte()) && in.readUnsignedByte() > 0;
        } catch (EOFException e) {
            return isGzip(path);
        } catch (IOException e) {
            throw SampleReader.unreadable(path, e);
        }
    }

    static IdxFile open(Path path) {
        boolean gzip = isGzip(path);
        try (DataInputStream in = open(path, gzip)) {
            int zero = in.readUnsignedShort();
            int typeCode = in.readUnsignedByte();
            ElementType type = TYPES.get(typeCode);
            if (zero != 0 || type == null) {
                throw new DataException(path + " is no IDX file: it begins with " + zero + " and type " + typeCode
                        + " instead of 0 and a known type.");
            }
            long[] shape = shape(in, path);
            long bytes = Math.multiplyExact(shape[0], sampleBytes(type, shape));
            if (gzip) {
                return new IdxFile(path, type, shape, Optional.of(unpack(in, bytes, path)));
            }
            long wanted = headerBytes(shape) + bytes;
            if (Files.size(path) != wanted) {
                throw new DataException(path + " has " + Files.size(path) + " bytes, its header "
                        + Arrays.toString(shape) + " takes " + wanted + ". It is damaged or cut off.");
            }
            return new IdxFile(path, type, shape, Optional.empty());
        } catch (EOFException e) {
            throw new DataException(path + " ends too early. It is damaged or cut off: fetch or copy it again.", e);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new DataException(path + " claims more elements than can be read. It is damaged.", e);
        } catch (IOException e) {
            throw SampleReader.unreadable(path, e);
        }
    }

    private static boolean isGzip(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return in.read() == 0x1f && in.read() == 0x8b;
        } catch (IOException e) {
            throw SampleReader.unreadable(path, e);
        }
    }

    private static DataInputStream open(Path path, boolean gzip) throws IOException {
        InputStream file = Files.newInputStream(path);
        try {
            InputStream plain = gzip ? new GZIPInputStream(file, 65_536) : file;
            return new DataInputStream(new BufferedInputStream(plain, 65_536));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static long[] shape(DataInputStream in, Path path) throws IOException {
        int dimensions = in.readUnsignedByte();
        if (dimensions < 1 || dimensions > 8) {
            throw new DataException(path + " has " + dimensions + " dimensions; 1 to 8 can be read.");
        }
        long[] shape = new long[dimensions];
        for (int i = 0; i < dimensions; i++) {
            shape[i] = in.readInt();
            if (shape[i] < 1) {
                throw new DataException(path + " claims a dimension of " + Integer.toUnsignedString((int) shape[i])
                        + ". It is damaged.");
            }
        }
        return shape;
    }

    private static ByteBuffer unpack(DataInputStream in, long bytes, Path path) throws IOException {
        if (bytes > MAX_UNPACKED_BYTES) {
            throw new DataException(path + " takes " + bytes + " bytes unpacked, at most " + MAX_UNPACKED_BYTES
                    + " are kept in memory. Unpack it with gunzip and give the plain file.");
        }
        // Read in steps: a header may claim far more than there is.
        byte[] elements = in.readNBytes((int) bytes);
        if (elements.length < bytes) {
            throw new EOFException();
        }
        if (in.read() >= 0) {
            throw new DataException(path + " has more elements than its header says. It is damaged.");
        }
        return ByteBuffer.wrap(elements);
    }

    private static long headerBytes(long[] shape) {
        return 4L + 4L * shape.length;
    }

    private static long sampleBytes(ElementType type, long[] shape) {
        return Tensor.byteSize(type, Arrays.copyOfRange(shape, 1, shape.length));
    }

    @Override
    public Tensor read(int index, IntFunction<ByteBuffer> memory) {
        ByteBuffer buffer = memory.apply((int) sampleBytes(type, shape));
        ByteBuffer elements = unpacked.map(all -> buffer.put(0, all, index * buffer.limit(), buffer.limit()))
                .orElseGet(() -> fromFile(index, buffer));
        if (ByteOrder.nativeOrder() != ByteOrder.BIG_ENDIAN && type.bytes() > 1) {
            ByteSwap.swap(elements, type.bytes());
        }
        return Tensor.ofBuffer(type, elements, Arrays.copyOfRange(shape, 1, shape.length));
    }

    private ByteBuffer fromFile(int index, ByteBuffer buffer) {
        try (FileChannel channel = FileChannel.open(path)) {
            return NpyFile.read(channel, headerBytes(shape) + (long) index * buffer.limit(), buffer, path);
        } catch (IOException e) {
            throw SampleReader.unreadable(path, e);
        }
    }
}
