package io.tierwise.agent;

import io.airlift.compress.v3.Compressor;
import io.airlift.compress.v3.Decompressor;
import io.airlift.compress.v3.lz4.Lz4Compressor;
import io.airlift.compress.v3.lz4.Lz4Decompressor;
import io.airlift.compress.v3.zstd.ZstdCompressor;
import io.airlift.compress.v3.zstd.ZstdDecompressor;
import io.tierwise.runtime.Codec.Packing;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Makes bytes fewer and brings them back. Used by one thread at a time.
final class Packer {

    private final Compressor compressor;
    private final Decompressor decompressor;

    private Packer(Compressor compressor, Decompressor decompressor) {
        this.compressor = compressor;
        this.decompressor = decompressor;
    }

    /// The first of a kind loads its library, which takes about 0.1 s.
    static Packer of(Packing packing) {
        return switch (packing) {
            case LZ4 -> new Packer(Lz4Compressor.create(), Lz4Decompressor.create());
            case ZSTD -> new Packer(ZstdCompressor.create(1), ZstdDecompressor.create());
            case NONE -> throw new IllegalArgumentException("nothing to pack with");
        };
    }

    /// Room that packing so many bytes needs at most.
    int room(int bytes) {
        return compressor.maxCompressedLength(bytes);
    }

    /// Packs all of `in` into `out`, both direct; gives the number of bytes written.
    int pack(ByteBuffer in, ByteBuffer out) {
        return compressor.compress(MemorySegment.ofBuffer(in), MemorySegment.ofBuffer(out));
    }

    /// Unpacks all of `in` into `out`, which must be filled exactly.
    ///
    /// @throws BadFrameException when the bytes are not packed, or unpack to another number of bytes
    void unpack(ByteBuffer in, ByteBuffer out) {
        int found;
        try {
            found = decompressor.decompress(MemorySegment.ofBuffer(in), MemorySegment.ofBuffer(out));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new BadFrameException("packed bytes cannot be unpacked: " + e.getMessage(), e);
        }
        if (found != out.remaining()) {
            throw new BadFrameException("unpacks to " + found + " bytes, " + out.remaining() + " were announced");
        }
    }
}
