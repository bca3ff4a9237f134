package io.tierwise.data;

import io.tierwise.data.Prediction.PixelClasses;
import io.tierwise.data.Prediction.TopClasses;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Predictions as bytes, big-endian: version, kind, content, CRC-32 of all before. Class maps are
/// deflated: neighbours are mostly equal, so a map takes a few percent of its pixels.
final class PredictionCodec {
    private static final byte VERSION = 1;
    private static final byte TOP = 1;
    private static final byte MAP = 2;
    private static final int FRAME_BYTES = 2 + Integer.BYTES;
    private static final int MAX_PIXELS = 100_000_000;

    private PredictionCodec() {}

    static byte[] encode(Prediction prediction) {
        byte[] content = switch (prediction) {
            case TopClasses(List<Integer> best) -> top(best);
            case PixelClasses map -> map(map);
        };
        ByteBuffer framed = ByteBuffer.allocate(content.length + FRAME_BYTES);
        framed.put(VERSION).put(prediction instanceof TopClasses ? TOP : MAP).put(content);
        framed.putInt(checksum(framed.array(), framed.position()));
        return framed.array();
    }

    static Prediction decode(byte[] bytes) {
        if (bytes.length < FRAME_BYTES) {
            throw new DataException("A stored prediction of " + bytes.length + " bytes is cut off.");
        }
        if (bytes[0] != VERSION) {
            throw new DataException(
                    "A stored prediction has version " + bytes[0] + ", this program reads " + VERSION + ".");
        }
        ByteBuffer source = ByteBuffer.wrap(bytes);
        int end = bytes.length - Integer.BYTES;
        if (source.getInt(end) != checksum(bytes, end)) {
            throw new DataException("A stored prediction is damaged: its checksum does not fit.");
        }
        ByteBuffer content = source.slice(2, end - 2);
        return switch (bytes[1]) {
            case TOP -> decodeTop(content);
            case MAP -> decodeMap(content);
            default -> throw new DataException("A stored prediction has the unknown kind " + bytes[1] + ".");
        };
    }

    private static byte[] top(List<Integer> best) {
        ByteBuffer content = ByteBuffer.allocate(best.size() * Integer.BYTES);
        best.forEach(content::putInt);
        return content.array();
    }

    private static TopClasses decodeTop(ByteBuffer content) {
        if (content.remaining() % Integer.BYTES != 0) {
            throw new DataException("A stored prediction has half a class.");
        }
        List<Integer> best = new ArrayList<>();
        while (content.hasRemaining()) {
            best.add(content.getInt());
        }
        return new TopClasses(best);
    }

    private static byte[] map(PixelClasses map) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(
                ByteBuffer.allocate(8).putInt(map.height()).putInt(map.width()).array());
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(map.classes());
            deflater.finish();
            byte[] chunk = new byte[8192];
            while (!deflater.finished()) {
                content.write(chunk, 0, deflater.deflate(chunk));
            }
        } finally {
            deflater.end();
        }
        return content.toByteArray();
    }

    private static PixelClasses decodeMap(ByteBuffer content) {
        if (content.remaining() < 8) {
            throw new DataException("A stored class map is cut off.");
        }
        int height = content.getInt();
        int width = content.getInt();
        if (height < 1 || width < 1 || (long) height * width > MAX_PIXELS) {
            throw new DataException("A stored class map has the impossible size " + height + "x" + width + ".");
        }
        byte[] classes = new byte[height * width];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(content);
            if (inflater.inflate(classes) != classes.length) {
                throw new DataException("A stored class map has fewer pixels than " + height + "x" + width + ".");
            }
        } catch (DataFormatException e) {
            throw new DataException("A stored class map is damaged.", e);
        } finally {
            inflater.end();
        }
        return new PixelClasses(height, width, classes);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
