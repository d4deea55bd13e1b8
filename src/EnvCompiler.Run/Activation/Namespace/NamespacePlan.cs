namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>
/// What a root's namespace is, whatever makes it: on an empty <c>/</c>, which is read-only afterwards, these steps in their order.
/// </summary>
/// <param name="Steps">The steps; a later one lies over an earlier one.</param>
/// <param name="DroppedCapabilities">What uid 0 loses inside (capabilities(7)); empty for others, who have none.</param>
public sealed record NamespacePlan(IReadOnlyList<NamespaceStep> Steps, IReadOnlyList<string> DroppedCapabilities);
