namespace EnvCompiler.Debian.Tests.Drawing;

/// <summary>Tests that share the drawn suites; they run one after the other.</summary>
[CollectionDefinition(DrawnSuites.Name)]
public sealed class DrawnSuitesCollection : ICollectionFixture<DrawnSuites>;
