package io.imprimatur.inference.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the code of a TorchScript archive without running it, and says what it asks for that no model needs. The code
 * is a small language that looks like Python (torch/csrc/jit/frontend/lexer.h); it reaches libtorch by the chains
 * {@code torch.OPERATOR} and {@code ops.NAMESPACE.OPERATOR}, which are held to a list of what may be asked, and by
 * methods of values, among which those with an effect beside their result are refused by name.
 */
final class ModelCode {

    private static final Set<String> OPERATORS = OperatorList.read("torchscript-operators.txt");

    /** Operators of the namespace prim that look at a value or turn it into another. */
    private static final Set<String> PRIMITIVES = Set.of(
            "NumToTensor",
            "RaiseException",
            "EnumName",
            "EnumValue",
            "TupleIndex",
            "TupleUnpack",
            "abs",
            "data",
            "device",
            "dtype",
            "id",
            "index",
            "is_cpu",
            "is_cuda",
            "is_meta",
            "is_mkldnn",
            "is_mps",
            "is_nested",
            "is_quantized",
            "is_sparse",
            "is_sparse_csr",
            "is_vulkan",
            "is_xpu",
            "layout",
            "max",
            "min",
            "name",
            "rangelist",
            "requires_grad",
            "tolist",
            "type",
            "unchecked_cast",
            "unchecked_unwrap_optional");

    /** Whatever they belong to: they read or write files, speak, start or wait for something, or change the process. */
    private static final Set<String> REFUSED = Set.of(
            "from_file",
            "save",
            "load",
            "print",
            "warn",
            "fork",
            "wait",
            "rpc_async",
            "rpc_sync",
            "rpc_remote",
            "to_here",
            "manual_seed",
            "seed",
            "set_data",
            "set_grad_enabled",
            "record_stream",
            "resize_",
            "resize_as_",
            "set_",
            "import",
            "exec",
            "eval",
            "open",
            "lambda",
            "global",
            "async",
            "await");

    private static final int DEEPEST = 100;

    private ModelCode() {}

    /** What the code asks for that it may not have, each a phrase that follows "Its code"; none is a good answer. */
    static Set<String> faults(byte[] code) {
        try {
            return faults(CodeTokens.of(new String(code, StandardCharsets.UTF_8)));
        } catch (CodeTokens.Unreadable e) {
            return Set.of(String.valueOf(e.getMessage()));
        }
    }

    private static Set<String> faults(List<String> tokens) {
        Set<String> faults = new TreeSet<>();
        if (isDeep(tokens)) {
            faults.add("nests deeper than " + DEEPEST);
        }
        for (int at = 0; at < tokens.size(); at++) {
            String token = tokens.get(at);
            boolean member = at > 0 && tokens.get(at - 1).equals(".");
            if (REFUSED.contains(token)) {
                faults.add("asks for '" + token + "'");
            } else if (!member && token.equals("torch")) {
                String operator = member(tokens, at, 1);
                if (!isOperator(operator)) {
                    faults.add("asks for the operator 'torch." + operator + "'");
                }
            } else if (!member && token.equals("ops")) {
                requireOperator(member(tokens, at, 1), member(tokens, at, 2), faults);
            } else if (!member
                    && token.equals("__torch__")
                    && member(tokens, at, 1).equals("torch")
                    && member(tokens, at, 2).equals("classes")) {
                faults.add("asks for the class '" + member(tokens, at, 3) + "' of libtorch");
            }
        }
        return faults;
    }

    /** libtorch's parser calls itself for each bracket and each sign before a value, and has one stack. */
    private static boolean isDeep(List<String> tokens) {
        int brackets = 0;
        int signs = 0;
        for (String token : tokens) {
            if ("([{".contains(token)) {
                brackets++;
            } else if (")]}".contains(token)) {
                brackets--;
            }
            signs = token.equals("not") || "-+~*".contains(token) ? signs + 1 : 0;
            if (brackets > DEEPEST || signs > DEEPEST) {
                return true;
            }
        }
        return false;
    }

    private static void requireOperator(String namespace, String operator, Set<String> faults) {
        boolean known = namespace.equals("aten") && isOperator(operator)
                || namespace.equals("prim") && PRIMITIVES.contains(operator);
        if (!known) {
            faults.add("asks for the operator 'ops." + namespace + "." + operator + "'");
        }
    }

    /** An operator may be written with an underscore behind its name: then it works in place. */
    private static boolean isOperator(String name) {
        return OPERATORS.contains(name)
                || name.endsWith("_") && OPERATORS.contains(name.substring(0, name.length() - 1));
    }

    /** The word that many dots behind a token; empty when there is none. */
    private static String member(List<String> tokens, int at, int dots) {
        int place = at + 2 * dots;
        for (int dot = at + 1; dot < place; dot += 2) {
            if (dot >= tokens.size() || !tokens.get(dot).equals(".")) {
                return "";
            }
        }
        return place < tokens.size() ? tokens.get(place) : "";
    }
}
