package io.imprimatur.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What differs between a thing as it is and as it is wanted; only what is wanted counts. */
final class Difference {

    private Difference() {}

    /** The names of the members that are not as wanted; members of objects are compared one by one, lists as sets. */
    static List<String> between(JsonNode is, JsonNode wanted) {
        List<String> names = new ArrayList<>();
        for (Iterator<Map.Entry<String, JsonNode>> members = wanted.fields(); members.hasNext(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            if (!same(is.path(member.getKey()), member.getValue())) {
                names.add(member.getKey());
            }
        }
        return names;
    }

    private static boolean same(JsonNode is, JsonNode wanted) {
        if (wanted.isObject()) {
            return between(is, wanted).isEmpty();
        }
        if (wanted.isArray()) {
            return set(is).equals(set(wanted));
        }
        return is.asText().equals(wanted.asText());
    }

    private static Set<JsonNode> set(JsonNode list) {
        Set<JsonNode> set = new HashSet<>();
        list.forEach(set::add);
        return set;
    }

    /** A copy of the thing with the wanted members, those of objects put in one by one. */
    static ObjectNode applied(ObjectNode is, JsonNode wanted) {
        ObjectNode result = is.deepCopy();
        wanted.fields().forEachRemaining(member -> {
            if (member.getValue().isObject() && result.path(member.getKey()) instanceof ObjectNode inner) {
                result.set(member.getKey(), applied(inner, member.getValue()));
            } else {
                result.set(member.getKey(), member.getValue());
            }
        });
        return result;
    }
}
