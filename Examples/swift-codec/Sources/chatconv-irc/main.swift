import ChatConv
import ChatConvCommand
import IRCFormat

// The whole command, with one format more: conversion, detection, help and proofs know it like any other.
var registry = FormatRegistry.builtIn
try registry.add(IRCFormat())
Command(registry: registry).runProcess()
