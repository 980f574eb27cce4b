package dev.freshet.cli.demo.feed;
public record DemoQuestion(String text) {}
