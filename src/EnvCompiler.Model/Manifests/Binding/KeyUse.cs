namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>What the binder does with a key it knows.</summary>
internal enum KeyUse
{
    /// <summary>It is read into a record.</summary>
    Bound,

    /// <summary>It is Flox's and means nothing here; a warning says so.</summary>
    NoEffect,

    /// <summary>A later version will read it; until then it is an error.</summary>
    NotYet,
}
