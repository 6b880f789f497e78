using System;
using System.Collections;
using MSTest = Microsoft.VisualStudio.TestTools.UnitTesting;

namespace nanoFramework.TestFramework
{
    // The part of nanoFramework.TestFramework 3.0 that the tests use, run by MSTest. A board compiles the tests against the real one and never sees this file.

    /// <summary>A class of tests. On a board nothing makes an instance of it: its methods are called with no "this".</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class TestClassAttribute : MSTest.TestClassAttribute
    {
    }

    /// <summary>One test: public, without parameters or result.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class TestMethodAttribute : MSTest.TestMethodAttribute
    {
    }

    /// <summary>Judges values; a wrong one ends the test.</summary>
    public static class Assert
    {
        public static void IsTrue(bool condition, string message = "")
        {
            MSTest.Assert.IsTrue(condition, message);
        }

        public static void IsFalse(bool condition, string message = "")
        {
            MSTest.Assert.IsFalse(condition, message);
        }

        public static void IsNull(object? value, string message = "")
        {
            MSTest.Assert.IsNull(value, message);
        }

        public static void IsNotNull(object? value, string message = "")
        {
            MSTest.Assert.IsNotNull(value, message);
        }

        public static void AreSame(object? expected, object? actual, string message = "")
        {
            MSTest.Assert.AreSame(expected, actual, message);
        }

        public static void AreEqual(bool expected, bool actual, string message = "")
        {
            MSTest.Assert.AreEqual(expected, actual, message);
        }

        public static void AreEqual(int expected, int actual, string message = "")
        {
            MSTest.Assert.AreEqual(expected, actual, message);
        }

        public static void AreEqual(uint expected, uint actual, string message = "")
        {
            MSTest.Assert.AreEqual(expected, actual, message);
        }

        public static void AreEqual(long expected, long actual, string message = "")
        {
            MSTest.Assert.AreEqual(expected, actual, message);
        }

        public static void AreEqual(double expected, double actual, string message = "")
        {
            MSTest.Assert.AreEqual(expected, actual, message);
        }

        public static void AreEqual(string? expected, string? actual, string message = "")
        {
            MSTest.Assert.AreEqual(expected, actual, message);
        }

        public static void AreNotEqual(long notExpected, long actual, string message = "")
        {
            MSTest.Assert.AreNotEqual(notExpected, actual, message);
        }

        public static void AreNotEqual(string? notExpected, string? actual, string message = "")
        {
            MSTest.Assert.AreNotEqual(notExpected, actual, message);
        }

        public static void Contains(string expected, string value, string message = "")
        {
            MSTest.StringAssert.Contains(value, expected, message);
        }

        public static void StartsWith(string expected, string value, string message = "")
        {
            MSTest.StringAssert.StartsWith(value, expected, message);
        }

        public static void ThrowsException(Type exception, Action action, string message = "")
        {
            try
            {
                action();
            }
            catch (Exception thrown)
            {
                MSTest.Assert.IsInstanceOfType(thrown, exception, message);
                return;
            }

            MSTest.Assert.Fail("nothing was thrown where " + exception.Name + " was due. " + message);
        }
    }

    /// <summary>Judges arrays and lists, element by element.</summary>
    public static class CollectionAssert
    {
        public static void AreEqual(ICollection expected, ICollection actual, string message = "")
        {
            MSTest.CollectionAssert.AreEqual(expected, actual, message);
        }
    }
}
