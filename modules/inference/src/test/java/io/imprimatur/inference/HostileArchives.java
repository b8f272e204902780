package io.imprimatur.inference;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Archives that somebody with bad intentions, or bad luck, could send; each is made from one that PyTorch wrote. */
public final class HostileArchives {

    private static final String CODE = "credit-risk-1/code/__torch__/___torch_mangle_0.py";
    private static final String FOLDER = "credit-risk-1/";
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;

    /**
     * One of them.
     *
     * @param why a part of the reason that it is refused with
     */
    record Hostile(byte[] bytes, String why) {}

    private final Map<String, Hostile> all = new LinkedHashMap<>();

    private HostileArchives() {}

    /** By what is wrong with them. */
    static Map<String, Hostile> all() {
        HostileArchives archives = new HostileArchives();
        archives.noArchives();
        archives.layouts();
        archives.names();
        archives.members();
        archives.pickles();
        archives.codes();
        return archives.all;
    }

    private void noArchives() {
        String unreadable = "not a readable zip archive";
        byte[] whole = good();
        add("nothing at all", new byte[0], unreadable);
        add("a shell script", "#!/bin/sh\nrm -rf /\n".getBytes(UTF_8), unreadable);
        add("its first half", Arrays.copyOf(whole, whole.length / 2), unreadable);
        add("no directory at its end", Arrays.copyOf(whole, whole.length - 30), unreadable);
        add("compressed once more", gzipped(whole), unreadable);
        add("a directory that lies far away", patched(whole.length - 6, 0x7fffffff), unreadable);
    }

    private void layouts() {
        String other = "other bytes than it announces";
        add("a script before the archive", join("#!/bin/sh\nexit\n".getBytes(UTF_8), good()), "before the first entry");
        add("another name before the bytes than in the directory", local(0, 30, 'X'), "another name or method");
        add("another method before the bytes than in the directory", local(0, 8, 9), "another name or method");
        add("bytes that are not those of the sum", central(0, 16, 1), other);
        add("more bytes than it announces", deflatedSize(-1), other);
        add("fewer bytes than it announces", deflatedSize(+1), other);
        add("an encrypted entry", central(0, 8, 1), "is encrypted");
        add("an entry compressed by bzip2", central(0, 10, 12), "method 12");
        add("a link", link(), "is no file");
        add("two entries over one another", overlapping(), "");
        add("a bomb", with(FOLDER + "data/0", new byte[16 << 20]), "200 : 1");
        add(
                "many bombs",
                changed(members -> {
                    for (int i = 0; i < 64; i++) {
                        members.put(FOLDER + "data/" + i, new byte[1 << 20]);
                    }
                }),
                "200 : 1");
        add("a folder", with(FOLDER + "extra/", new byte[0]), "is no file");
        add("the same name in capitals", with(FOLDER + "DATA.PKL", new byte[0]), "is there twice");
        add("the same name twice", renamed(FOLDER + "constants/1", FOLDER + "constants/0"), "is there twice");
        add(
                "more entries than any model",
                changed(members -> {
                    for (int i = 0; i <= 10_000; i++) {
                        members.put(FOLDER + "data/" + i, new byte[0]);
                    }
                }),
                "10000 are the most");
    }

    private void names() {
        String outside = "points outside";
        String unknown = "is no member that TorchScript writes";
        for (String name : new String[] {
            FOLDER + "../../etc/passwd", "/etc/passwd", "credit-risk-1\\..\\x", "c:/x", "../x", FOLDER + "data/../x"
        }) {
            add("the name " + name, with(name, new byte[] {1}), outside);
        }
        for (String name : new String[] {
            "lib/evil.so",
            "Translator.java",
            "T.class",
            "x.JAR",
            "x.dll",
            "classes/T.class",
            "extra/run.sh",
            "code/setup.py",
            "code/__torch__/a.sh",
            "data/weights",
            ".hidden",
            "data.pkl.bak",
            "code/__torch__/ .py",
            "extra/\u001b[2J",
            "d\u0430ta.pkl",
            "extra/" + "x".repeat(5_000),
            "serving.properties",
            "bytecode.pkl"
        }) {
            add(
                    "the member " + name.substring(0, Math.min(30, name.length())),
                    with(FOLDER + name, new byte[] {1}),
                    unknown);
        }
        add("a member in no folder", with("data.pkl", new byte[] {(byte) 0x80, 2, 'N', '.'}), unknown);
        add("two folders", with("other/data/0", new byte[] {1}), "several folders");
    }

    private void members() {
        for (String member : new String[] {"data.pkl", "version"}) {
            add("no member " + member, changed(members -> members.remove(FOLDER + member)), "'" + member + "'");
        }
        add("no code", changed(members -> members.keySet().removeIf(name -> name.contains("/code/"))), "'code'");
        for (String version : new String[] {"0", "11", "three", "", "3\n3\n3\n", "9".repeat(100)}) {
            add(
                    "the version "
                            + version.substring(0, Math.min(5, version.length()))
                                    .replace('\n', ' '),
                    with(FOLDER + "version", version.getBytes(UTF_8)),
                    "none of the formats");
        }
        add("numbers of another machine", with(FOLDER + "byteorder", "big".getBytes(UTF_8)), "little-endian");
    }

    private void pickles() {
        for (String imported : new String[] {
            "os system",
            "posix system",
            "builtins eval",
            "builtins exec",
            "subprocess Popen",
            "torch load",
            "torch.hub load",
            "torch.package PackageImporter",
            "__torch__.torch.classes.profiling SourceStats",
            "pickle loads",
            "_codecs encode",
            "torch.jit._pickle load_class_type"
        }) {
            String call = "c" + imported.replace(' ', '\n') + "\n(U\4exittR.";
            add("a pickle that imports " + imported, pickle("data.pkl", call), "'" + imported + "'");
        }
        add("constants that run a command", pickle("constants.pkl", "cos\nsystem\n(U\2idtR."), "'os system'");
        add(
                "marks of a debugger that run a command",
                with(CODE + ".debug_pkl", "cos\nsystem\n(U\2idtR.".getBytes(ISO_8859_1)),
                "'os system'");
        String unreadable = "cannot be read";
        add("a pickle that makes instances by name", pickle("data.pkl", "ios\nsystem\n."), unreadable);
        add("a pickle that imports from its stack", pickle("data.pkl", "X\2\0\0\0osX\6\0\0\0system\223."), unreadable);
        add("a pickle with an extension", pickle("data.pkl", "\202\1."), unreadable);
        add("a pickle that fetches by name", pickle("data.pkl", "Pfile:///etc/passwd\n."), unreadable);
        add("a pickle without an end", pickle("data.pkl", "\200\2N"), unreadable);
        add("a text of two gigabytes in a pickle", pickle("data.pkl", "X\377\377\377\177abc."), unreadable);
        add("a text of less than nothing in a pickle", pickle("data.pkl", "X\377\377\377\377abc."), unreadable);
        add("an empty pickle", pickle("data.pkl", ""), unreadable);
    }

    private void codes() {
        for (String operator : new String[] {
            "torch.from_file",
            "torch.save",
            "torch.wait",
            "torch.warn",
            "torch.manual_seed",
            "torch.set_grad_enabled",
            "torch.resize_",
            "torch.set_",
            "torch.nothing_of_this_name",
            "torch.cuda",
            "ops.aten.from_file",
            "ops.aten.save",
            "ops.prim.rpc_sync",
            "ops.prim.Print",
            "ops.c10d.send",
            "ops.quantized.linear",
            "ops.profiler._record_function_enter",
            "ops.image.read_file",
            "torch.ops.load_library"
        }) {
            add("code that calls " + operator, line("_9 = " + operator + "(\"x\")"), "Its code asks for");
        }
        add("code that hides an operator behind blanks", line("_9 = torch . from_file (\"x\")"), "'from_file'");
        add(
                "code that hides an operator behind a comment",
                line("_9 = torch. # to be sure\n      from_file(\"x\")"),
                "from_file");
        add("code that gives an operator another name", line("f = torch.from_file"), "from_file");
        add("code that calls an operator as a method", line("_9 = (\"x\").from_file(None, 3)"), "'from_file'");
        add("code that saves a tensor", line("_9 = rows.save(\"x\")"), "'save'");
        add("code that speaks", line("print(rows)"), "'print'");
        add("code that starts another thread", line("_9 = fork(self.forward, rows)"), "'fork'");
        add("code with a class of libtorch", line("_9 = __torch__.torch.classes.dist_rpc.WorkerInfo"), "dist_rpc");
        add("code that imports", line("import os"), "'import'");
        add("code with a string without an end", line("_9 = \"rows"), "string without an end");
        add("code with a long string without an end", line("_9 = '''" + numbers()), "string without an end");
        add("code with very many brackets", line("_9 = " + nested("(", ")")), "nests deeper");
        add("code with very many signs", line("_9 = " + nested("- ", "")), "nests deeper");
        add("code with NUL", line("_9 = \0"), "character 0");
        add("code in look-alike letters", line("_9 = t\u043erch.relu(rows)"), "character");
        add("code of another language", with(CODE, "#!/bin/sh\necho $HOME\n".getBytes(UTF_8)), "character");
    }

    private void add(String what, byte[] bytes, String why) {
        if (all.put(what, new Hostile(bytes, why)) != null) {
            throw new IllegalStateException("two are called " + what);
        }
    }

    private static byte[] pickle(String member, String pickle) {
        return with(FOLDER + member, pickle.getBytes(ISO_8859_1));
    }

    /** The model with one more line at the beginning of its method. */
    public static byte[] line(String line) {
        return changed(members -> members.computeIfPresent(
                CODE,
                (name, code) -> new String(code, UTF_8)
                        .replace("    _0 = ", "    " + line + "\n    _0 = ")
                        .getBytes(UTF_8)));
    }

    static byte[] with(String name, byte[] content) {
        return changed(members -> members.put(name, content));
    }

    private static byte[] good() {
        return changed(members -> {});
    }

    private static byte[] changed(Consumer<Map<String, byte[]>> change) {
        try {
            Map<String, byte[]> members = new LinkedHashMap<>();
            try (ZipFile archive = new ZipFile(Examples.artifact(1).toFile())) {
                for (ZipEntry entry : archive.stream().toList()) {
                    try (InputStream content = archive.getInputStream(entry)) {
                        members.put(entry.getName(), content.readAllBytes());
                    }
                }
            }
            change.accept(members);
            return zipped(members);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The members in an archive, compressed. */
    static byte[] zipped(Map<String, byte[]> members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A byte of the archive's n-th header of the entries themselves. */
    private static byte[] local(int entry, int field, int value) {
        byte[] bytes = original();
        bytes[header(bytes, LOCAL, entry) + field] = (byte) value;
        return bytes;
    }

    /** Two bytes of the archive's n-th header in the directory. */
    private static byte[] central(int entry, int field, int value) {
        byte[] bytes = original();
        int at = header(bytes, CENTRAL, entry);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(at + field, (short) value);
        return bytes;
    }

    /** Made on Unix, and by its mode a symbolic link. */
    private static byte[] link() {
        byte[] bytes = central(0, 40, 0xa1ff);
        bytes[header(bytes, CENTRAL, 0) + 5] = 3;
        return bytes;
    }

    /** The announced size of a deflated entry, a little beside the truth. */
    private static byte[] deflatedSize(int by) {
        byte[] bytes = original();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = header(bytes, CENTRAL, 1);
        buffer.putInt(at + 24, buffer.getInt(at + 24) + by);
        return bytes;
    }

    /** The directory's second entry points at the first one's bytes. */
    private static byte[] overlapping() {
        byte[] bytes = original();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(header(bytes, CENTRAL, 1) + 42, buffer.getInt(header(bytes, CENTRAL, 0) + 42));
        return bytes;
    }

    private static byte[] renamed(String from, String to) {
        String text = new String(original(), ISO_8859_1);
        return text.replace(from, to).getBytes(ISO_8859_1);
    }

    private static byte[] patched(int at, int value) {
        byte[] bytes = good();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return bytes;
    }

    private static int header(byte[] bytes, int signature, int entry) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int found = -1;
        for (int at = 0; at < bytes.length - 4; at++) {
            if (buffer.getInt(at) == signature && ++found == entry) {
                return at;
            }
        }
        throw new IllegalStateException("there is no such header");
    }

    private static byte[] original() {
        try {
            return Files.readAllBytes(Examples.artifact(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deeper than any stack, with comments so that it is no bomb. */
    static String nested(String open, String close) {
        StringBuilder nested = new StringBuilder();
        IntStream.range(0, 50_000)
                .forEach(depth ->
                        nested.append(open).append("  # ").append(depth).append('\n'));
        return nested.append("rows").append(close.repeat(50_000)).toString();
    }

    /** Long, and yet no bomb. */
    private static String numbers() {
        return IntStream.range(0, 200_000).mapToObj(Integer::toString).collect(Collectors.joining());
    }

    private static byte[] gzipped(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
