using System;
using System.Reflection;
using System.Text;

namespace EdgeWarning.Common
{
    /// <summary>
    /// The first thing that a board runs: starts the application of the current slot, or says that the built-in one is to run. It knows flash, slots and reflection
    /// only, because it can never be updated from afar. What an updated application needs of the class libraries must be deployed with the runtime: their
    /// native half cannot come in an update (docs/decisions/0018).
    /// </summary>
    public static class Launcher
    {
        /// <summary>
        /// Starts the updated application, if there is one, by its public static method "Application". True when it ran: it returns only when the power is cut.
        /// False when the built-in application is to run, also after one that could not be started.
        /// </summary>
        /// <param name="type">Full name of the board's program.</param>
        public static bool Launch(string type)
        {
            return Launch(type, new FileFlash(Platform.FlashRoot));
        }

        /// <summary>The same from a flash of the caller's choice.</summary>
        public static bool Launch(string type, IFlash flash)
        {
            try
            {
                Slots slots = new Slots(flash);
                byte[] version = Encoding.UTF8.GetBytes(Firmware.Version);
                slots.Deployed(Crc32.Of(version, 0, version.Length));
                slots.CountStart();
                while (slots.Current != Slots.BuiltIn)
                {
                    MethodInfo? application = Load(type, flash, slots);
                    if (application is object)    // no "==": reflection types have operators that a board lacks
                    {
                        application.Invoke(null, new object[0]);
                        return true;
                    }

                    slots.Fail();
                }
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    return true;
                }

                Platform.Print("could not choose an application, the built-in one runs: " + exception.GetType().Name + ": " + exception.Message);
            }

            return false;
        }

        private static MethodInfo? Load(string type, IFlash flash, Slots slots)
        {
            string name = Slots.FileOf(slots.Current);
            try
            {
                if (flash.Length(name) != slots.Length || Slots.CrcOf(flash, name) != slots.Crc)
                {
                    Platform.Print(name + " is damaged");
                    return null;
                }

                Assembly? last = LoadAll(flash, name, slots.Length);
                Type? program = last is null ? null : last.GetType(type);
                MethodInfo? application = program is null ? null : program.GetMethod("Application");
                if (application is null)
                {
                    Platform.Print(name + " holds no " + type + ".Application");
                }

                return application;
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                Platform.Print(name + " cannot be loaded: " + exception.GetType().Name + ": " + exception.Message);
                return null;
            }
        }

        // Loads the assemblies in their order and returns the last; null when the file is no such list.
        private static Assembly? LoadAll(IFlash flash, string name, int length)
        {
            byte[] head = new byte[4];
            Assembly? last = null;
            for (int at = 0; at < length;)
            {
                int read = flash.Read(name, at, head, 0, 4);
                uint count = Bytes.GetUInt32(head, 0);
                if (read != 4 || count == 0 || count > length - at - 4)
                {
                    return null;
                }

                byte[] assembly = new byte[count];
                flash.Read(name, at + 4, assembly, 0, assembly.Length);
                last = Assembly.Load(assembly);
                at += 4 + assembly.Length;
            }

            return last;
        }
    }
}
