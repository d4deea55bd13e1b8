namespace EnvCompiler.EndToEnd.Harness;

/// <summary>One store for the tests of images, units, pods and jobs, which all export the same few environments (<c>[Collection(FormsStore.Name)]</c>).</summary>
[CollectionDefinition(Name)]
public sealed class FormsStore : ICollectionFixture<SharedStore>
{
    /// <summary>The collection.</summary>
    public const string Name = "forms";
}
