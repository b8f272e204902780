package io.imprimatur.privacy.internal;

/** What points at one person without any other knowledge. */
public enum Identifier {
    EMAIL("e-mail address"),
    PHONE("telephone number"),
    IBAN("bank account (IBAN)"),
    CARD("payment card"),
    GERMAN_TAX_ID("German tax id (Steuer-IdNr)"),
    FRENCH_NIR("French social security number (NIR)"),
    SPANISH_DNI("Spanish identity number (DNI or NIE)"),
    ITALIAN_TAX_CODE("Italian tax code (codice fiscale)"),
    POLISH_PESEL("Polish identity number (PESEL)"),
    NAME("name of a person");

    private final String words;

    Identifier(String words) {
        this.words = words;
    }

    /** As a reviewer reads it. */
    public String words() {
        return words;
    }
}
