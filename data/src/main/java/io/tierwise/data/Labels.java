package io.tierwise.data;

import io.tierwise.data.Label.ClassIndex;
import io.tierwise.data.Label.ClassMap;
import io.tierwise.data.Label.None;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/// The labels of samples that are counted 0, 1, 2...
sealed interface Labels {
    Label get(int index);

    /// The class of a sample where labels are classes.
    default OptionalInt classOf(int index) {
        return OptionalInt.empty();
    }

    String describe();

    /// No labels at all.
    record Missing() implements Labels {
        @Override
        public Label get(int index) {
            return new None();
        }

        @Override
        public String describe() {
            return "without labels";
        }
    }

    /// One class a sample.
    record Classes(List<ClassIndex> values) implements Labels {
        public Classes {
            values = List.copyOf(values);
        }

        @Override
        public Label get(int index) {
            return values.get(index);
        }

        @Override
        public OptionalInt classOf(int index) {
            return OptionalInt.of(values.get(index).index());
        }

        @Override
        public String describe() {
            return values.stream().distinct().count() + " classes";
        }
    }

    /// One class map a sample, in an array file.
    record Maps(ArrayFile file) implements Labels {
        @Override
        public Label get(int index) {
            Tensor map = file.read(index, ByteBuffer::allocateDirect);
            long[] shape = map.shape();
            byte[] classes = new byte[(int) map.byteSize()];
            map.bytes().get(classes);
            return new ClassMap((int) shape[0], (int) shape[1], classes);
        }

        @Override
        public String describe() {
            return "a class map each";
        }
    }

    /// Labels for `count` samples of `samples`.
    static Labels open(Optional<Path> path, int count, Path samples) {
        if (path.isEmpty()) {
            return new Missing();
        }
        Path file = path.get();
        if (Files.isDirectory(file)) {
            throw new DataException(file + " is a folder, but the samples of " + samples
                    + " are no folder of images. Give labels as CSV, IDX or .npy.");
        }
        String name = SampleReader.fileName(file);
        if (name.endsWith(".csv") || name.endsWith(".txt")) {
            return new Classes(checked(LabelTable.classes(file), count, file, samples));
        }
        ArrayFile array = name.endsWith(".npy") ? NpyFile.open(file) : IdxFile.open(file);
        checkCount(array.size(), count, file, samples);
        return ofArray(array);
    }

    private static Labels ofArray(ArrayFile array) {
        long[] shape = array.shape();
        if (shape.length == 3 && array.type() == ElementType.UINT8) {
            return new Maps(array);
        }
        boolean flat = shape.length == 1 || (shape.length == 2 && shape[1] == 1);
        if (!flat || array.type().isFloating()) {
            throw new DataException(array.path() + " has " + array.type() + " of shape " + Arrays.toString(shape)
                    + "; labels are whole numbers, one a sample, or bytes of shape [N, height, width].");
        }
        IntFunction<ByteBuffer> memory = new ReusedMemory();
        ClassIndex[] classes = new ClassIndex[array.size()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = classIndex(array.read(i, memory).toLongs()[0], array.path() + ", label " + i);
        }
        return new Classes(List.of(classes));
    }

    /// A class that is in range; `where` begins the message if it is not.
    static ClassIndex classIndex(long found, String where) {
        if (found < 0 || found > 1_000_000) {
            throw new DataException(where + ": " + found + " is out of range; classes count from 0.");
        }
        return new ClassIndex((int) found);
    }

    private static List<ClassIndex> checked(List<ClassIndex> classes, int count, Path file, Path samples) {
        checkCount(classes.size(), count, file, samples);
        return classes;
    }

    private static void checkCount(int labels, int count, Path file, Path samples) {
        if (labels != count) {
            throw new DataException(file + " has " + labels + " labels, " + samples + " has " + count
                    + " samples. Each sample needs one label, in the same order.");
        }
    }
}
